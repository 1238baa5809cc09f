"""The relatives of a document, by the families of the library."""

from __future__ import annotations

from policysearch.kinship import Kin, Kinship
from policysearch.types import Family

FAMILIES = (
    Family("copy", ("b", "b2", "b3")),
    Family("version", ("c", "b", "a")),
    Family("attachment", ("n", "b", "m")),
    Family("attachment", ("k", "b")),
)


def test_a_copy_has_the_relatives_of_the_first() -> None:
    kinship = Kinship(FAMILIES)
    assert kinship.of("b") == Kin(("b2", "b3"), ("c",), ("a",), ("n", "k"), ())
    assert kinship.of("b3") == Kin(("b", "b2"), ("c",), ("a",), ("n", "k"), ())


def test_versions_and_notices() -> None:
    kinship = Kinship(FAMILIES)
    assert kinship.of("c") == Kin(older=("b", "a"))
    assert kinship.of("n") == Kin(attachments=("b", "m"))
    assert kinship.of("m") == Kin(notices=("n",))


def test_a_document_without_a_family_has_none() -> None:
    assert Kinship(FAMILIES).of("z") == Kin()
    assert Kinship().of("a") == Kin()
    assert list(Kin().named()) == []


def test_relatives_by_name() -> None:
    assert list(Kinship(FAMILIES).of("b2").named()) == [
        ("较新或正式的版本", ("c",)),
        ("较旧的版本或草案", ("a",)),
        ("同文", ("b", "b3")),
        ("载于", ("n", "k")),
    ]
