"""Files and folders that may not be read, for tests that also run as the superuser, whom no mode keeps out."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


@contextmanager
def closed(path: Path) -> Iterator[None]:
    """Let nobody read a file, or a folder and what lies in it, for as long as the block runs."""
    if os.geteuid() == 0:
        with pytest.MonkeyPatch.context() as patch:
            for module, name in ((io, "open"), (os, "open"), (os, "scandir"), (os, "listdir")):
                patch.setattr(module, name, _refusing(getattr(module, name), path))
            yield
        return
    mode = path.stat().st_mode
    path.chmod(0)
    try:
        yield
    finally:
        path.chmod(mode)


def _refusing(function: Callable[..., Any], closed: Path) -> Callable[..., Any]:
    def refuse(path: Any = ".", *arguments: Any, **options: Any) -> Any:
        if isinstance(path, str | os.PathLike) and Path(path).absolute().is_relative_to(closed.absolute()):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return function(path, *arguments, **options)

    return refuse
