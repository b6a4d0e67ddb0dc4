"""What other files are, as far as their first bytes tell, and what to do instead."""

import re
from typing import Final

_READS: Final = 'RaceTrace reads TrackAddict CSV, RaceChrono CSV and VBOX .vbo'

# The first that matches counts. Each: pattern at the start of the bytes, what the file is.
_NO_LOGS: Final = tuple(
    (re.compile(pattern, re.DOTALL), what)
    for pattern, what in (
        (rb'\xff\xd8\xff', 'a photo (JPEG)'),
        (rb'\x89PNG\r\n', 'a picture (PNG)'),
        (rb'GIF8[79]a', 'a picture (GIF)'),
        (rb'RIFF.{4}WEBP', 'a picture (WebP)'),
        (rb'.{4}ftyp(?:heic|heix|mif1|msf1|avif)', 'a photo (HEIC)'),
        (rb'.{4}ftyp|\x1aE\xdf\xa3|RIFF.{4}AVI ', 'a video'),
        (rb'%PDF-', 'a PDF document'),
        (rb'SQLite format 3\0', 'a database (SQLite)'),
        (rb'MZ|\x7fELF', 'a program'),
        (rb'\s*(?:<!DOCTYPE html|<html)', 'a web page (HTML)'),
        (rb'\s*[{\[]\s*["{\[]', 'a JSON document'),
    )
)
_PACKED: Final = tuple(
    (re.compile(pattern, re.DOTALL), what)
    for pattern, what in (
        (rb'PK\x03\x04.{26}(?:\[Content_Types\]|xl/|docProps/)', 'an Excel workbook'),
        (rb'PK\x03\x04.{0,60}(?:session\.json|sessionfragment)', 'a RaceChrono session (.rcz)'),
        (rb'PK\x03\x04|PK\x05\x06', 'a ZIP archive'),
        (rb'\x1f\x8b', 'a gzip archive'),
        (rb'Rar!\x1a', 'a RAR archive'),
        (rb"7z\xbc\xaf'\x1c", 'a 7-Zip archive'),
        (rb'\xd0\xcf\x11\xe0', 'an old Office document'),
    )
)
_XML: Final = rb'\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?'
_ELSEWISE: Final = 'export it in another format'
_RACEBOX: Final = 'the RaceBox app also exports VBO'
_LOGS: Final = tuple(
    (re.compile(pattern, re.DOTALL), what, advice)
    for pattern, what, advice in (
        (rb'<h[A-Z0-9]{3,4}\0', 'an AiM XRK file', _ELSEWISE),
        (rb'@\0\0\0\0\0\0\0', 'a MoTeC .ld file', _ELSEWISE),
        (rb'.{8}\.FIT', 'a Garmin FIT file', _ELSEWISE),
        (_XML + rb'<LDXFile', 'a MoTeC .ldx file (the companion of a .ld file)', _ELSEWISE),
        (_XML + rb'<LapTimerDB', "a Harry's LapTimer file", _ELSEWISE),
        (_XML + rb'<kml.*RaceBox', 'a RaceBox KML file (a path drawn for maps)', _RACEBOX),
        (_XML + rb'<gpx.*RaceBox', 'a RaceBox GPX file', _RACEBOX),
        (_XML + rb'<kml', 'a KML file (a path drawn for maps)', 'export the log itself'),
        (_XML + rb'<gpx', 'a GPX file', 'export the log itself'),
        (_XML + rb'<TrainingCenterDatabase', 'a Garmin TCX file', _ELSEWISE),
        (rb'\s*<\?xml', 'an XML file', _ELSEWISE),
        (rb'\s*[$!](?:G[A-Z]|P)[A-Z]{2,4},', 'an NMEA file', 'record with an app that writes VBO or CSV'),
        (rb'\s*#?"?[\w ]{1,30}"?\|"?[^|\n]{0,20}"?\|', 'a RaceCapture log', _ELSEWISE),
        (rb'"?Format"?,"?AiM CSV', 'an AiM CSV file', _ELSEWISE),
        (rb'"?Format"?,"?MoTeC CSV', 'a MoTeC CSV file', _ELSEWISE),
        (rb'# Lap Legend', 'a Lap Legend CSV file', _ELSEWISE),
        (rb"Harry's GPS LapTimer", "a Harry's LapTimer CSV file", _ELSEWISE),
        (rb'(?:.{0,2000}\n)?Record,Time,Latitude,Longitude,', 'a RaceBox CSV file', _RACEBOX),
        (rb'GPS Time, ?Device Time,', 'a Torque log', 'log the drive with a lap timing app'),
        (
            rb'Date,Time,[^\n]*(?:RSS|RQly|RxBt|TxBat)',
            'an EdgeTX log (a model aircraft)',
            'drop a log of a car',
        ),
        (rb'# RaceRender Data', 'a RaceRender CSV file that TrackAddict did not write', _ELSEWISE),
        (rb'"?Time[^,;\n]{0,20}"?[,;][^\n]*(?:Lat|Speed|MPH|KPH)', 'a CSV of another logger', _ELSEWISE),
    )
)

_DRK: Final = re.compile(r'\.x?drk$', re.IGNORECASE)  # how such a file begins is not published


def refusal(raw: bytes, head: str, name: str = '') -> str:
    """Return the sentence for a file that no format recognised; `head` is the same bytes as text."""
    if not raw.strip(b'\0 \t\r\n\xef\xbb\xbf'):
        return f'The file is empty: export it again. {_READS}.'
    text = head.encode()
    for pattern, what in _NO_LOGS:
        if pattern.match(raw):
            return f'This is {what}, not a lap log: drop the file that the logger exported. {_READS}.'
    for pattern, what in _PACKED:
        if pattern.match(raw):
            return f'This is {what}: unpack it, or export the log as text, and drop that. {_READS}.'
    for pattern, what, advice in _LOGS:
        if pattern.match(text) or pattern.match(raw):
            return f'This is {what}, which RaceTrace cannot read yet: {advice}. {_READS}.'
    if b'\0' in raw or sum(character < ' ' for character in head) > len(head) // 5:
        if _DRK.search(name):
            what = 'By its name this is an AiM DRK file'
            return f'{what}, which RaceTrace cannot read yet: {_ELSEWISE}. {_READS}.'
        return f'This is a binary file of a kind that RaceTrace does not know. {_READS}.'
    return f'This is text, but not a lap log that RaceTrace knows; it begins with {_quoted(head)}. {_READS}.'


def _quoted(head: str) -> str:
    line = next((line.strip() for line in head.splitlines() if line.strip()), '')
    return f'“{"".join(c for c in line[:40] if c.isprintable())}{"…" if len(line) > 40 else ""}”'
