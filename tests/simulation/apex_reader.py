"""What a browser would show of an Apex Timing feed, read without a line of what wrote it."""

import re
from html import unescape

CELL = re.compile(r'<(?:td|p|div) data-id="(r\d+c\d+)" class="([^"]*)">([^<]*)<')
ROW = re.compile(r'<tr data-id="(r\d+)" data-pos="(\d+)">')
HEAD = re.compile(r'<td data-id="(c\d+)" data-type="([^"]*)"[^>]*>([^<]*)</td>')


class Shown:
    def __init__(self) -> None:
        self.columns: dict[str, tuple[str, str]] = {}  # type and label
        self.cells: dict[str, tuple[str, str]] = {}
        self.ranks: dict[str, int] = {}
        self.words: dict[str, tuple[str, str]] = {}  # light, com, title1 …

    def read(self, data: bytes) -> None:
        for line in data.decode().splitlines():
            key, style, text = line.split('|', 2)
            if key == 'init':
                self.__init__()  # type: ignore[misc]
                self.words[key] = style, text
            elif key == 'grid':
                self.columns = {name: (kind, label) for name, kind, label in HEAD.findall(text)}
                self.cells = {name: (style, unescape(said)) for name, style, said in CELL.findall(text)}
                self.ranks = {row: int(place) for row, place in ROW.findall(text)}
            elif re.fullmatch(r'r\d+c\d+', key):
                assert key in self.cells
                self.cells[key] = style, text
            elif style == '#':
                self.ranks[key] = int(text)
            elif not re.fullmatch(r'r\d+', key):
                self.words[key] = style, text

    def column(self, kind: str) -> str:
        return next(name for name, (type_, _) in self.columns.items() if type_ == kind)

    def text(self, row: int, kind: str) -> str:
        return self.cells[f'r{row}{self.column(kind)}'][1]
