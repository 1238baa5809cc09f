"""Variables of the environment that would open the page behind our back; with one of them set nothing starts."""

from __future__ import annotations

import os
from collections.abc import Mapping

from policysearch.errors import UsageError

# What Gradio reads from the environment and what it then does. What we set ourselves by argument is listed too: a
# variable that has no effect today may have one in the next release.
_DOORS: Mapping[str, str] = {
    "GRADIO_ALLOWED_PATHS": "会把文件夹开放给访问者",
    "GRADIO_SHARE": "会经外部服务器公开这个网页",
    "GRADIO_SHARE_SERVER_ADDRESS": "会经外部服务器公开这个网页",
    "GRADIO_VIBE_MODE": "会让访问者在这台机器上执行代码",
    "GRADIO_MCP_SERVER": "会打开另一个接口",
    "GRADIO_SSR_MODE": "会另起一个服务进程",
    "GRADIO_SERVER_NAME": "会改变监听的地址（请用 --host）",
    "GRADIO_ROOT_PATH": "会改变网页的路径（请用 --root-path）",
    "GRADIO_HOT_RELOAD": "会监视并重新载入代码",
    "GRADIO_WATCH_DIRS": "会监视并重新载入代码",
    "GRADIO_WATCH_DEMO_PATH": "会监视并重新载入代码",
    "GRADIO_WATCH_MODULE_NAME": "会监视并重新载入代码",
    "GRADIO_LOCAL_DEV_MODE": "是开发用的",
    "GRADIO_DEBUG": "会显示内部错误",
    "GRADIO_PROFILING": "会打开性能分析的接口",
    "GRADIO_NUM_WORKERS": "会另起提供文件的进程",
    "GRADIO_HISTORY_BUCKET": "会把问答存到外部",
    "GRADIO_API_SERVER": "会连到外部服务器",
    "GRADIO_SERVER_MODE_ENABLED": "会打开另一种服务方式",
}
_OFF = frozenset({"", "0", "false", "no", "off"})


def refuse_doors(environment: Mapping[str, str] = os.environ) -> None:
    """Raises UsageError where the environment holds one of ``_DOORS`` that is not switched off."""
    for name, effect in _DOORS.items():
        if environment.get(name, "").strip().lower() not in _OFF:
            raise UsageError(f"环境变量 {name} {effect}，没有启动：请先去掉它（unset {name}）。")
