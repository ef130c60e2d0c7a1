"""Import it first: the process then has no pandas, as where the crawler is installed and nothing else.

pyarrow loads pandas, where there is one, with the first list that it makes an array of: 40 MB.
"""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder


class _NoPandas(MetaPathFinder):
    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)


sys.meta_path.insert(0, _NoPandas())
