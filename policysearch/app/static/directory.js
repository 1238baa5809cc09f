// The views over the catalogue: their forms are addresses, their exports come in the reply.
(() => {
  "use strict";

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form.view-form")) return;
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(event.target));
    const kept = [...fields].filter(([, value]) => value.trim());
    window.policysearch.go("?" + new URLSearchParams(kept).toString());
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.export-catalogue");
    if (button) take(button);
  });

  async function take(button) {
    button.disabled = true;
    try {
      const file = await window.policysearch.called("export_catalogue", [location.search, button.dataset.format]);
      const bytes = Uint8Array.from(atob(file.base64), (char) => char.charCodeAt(0));
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([bytes], { type: file.media_type }));
      link.download = file.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    } catch {
      window.policysearch.failed();
    }
    button.disabled = false;
  }
})();
