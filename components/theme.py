"""Design tokens: the only place where a colour, a size or a font is written down."""

from pathlib import Path
from typing import Final

DARK: Final = {
    'bg': '#0e1116',
    'panel': '#161b22',
    'raised': '#1c232c',
    'hover': '#212a35',
    'line': '#30363d',
    'line-soft': '#21272f',
    'text': '#e6edf3',
    'text-2': '#b4bec9',
    'muted': '#8b949e',
    'on-accent': '#14060a',
    'accent': '#f0503c',
    'accent-soft': 'rgba(240,80,60,.14)',
    'focus': '#79b8ff',
    'purple': '#c49bff',
    'green': '#3fce7f',
    'yellow': '#f2c744',
    'purple-bg': '#3b2a63',
    'green-bg': '#12402a',
    'gain': '#35c98b',
    'lose': '#ff6b6b',
    'gain-bg': 'rgba(53,201,139,.15)',
    'lose-bg': 'rgba(255,107,107,.15)',
    'even': '#66717d',
    'heat-low': '#4a90e2',
    'heat-high': '#ffb340',
    'lap-ref': '#e6edf3',
    'lap-1': '#56b4e9',
    'lap-2': '#e69f00',
    'lap-3': '#009e73',
    'lap-4': '#cc79a7',
    'lap-5': '#d55e00',
    'lap-6': '#f0e442',
    'ok': '#3fce7f',
    'warn': '#f2c744',
    'bad': '#ff6b6b',
    'info': '#79b8ff',
    'shadow': '0 12px 32px rgba(0,0,0,.5)',
    'track': '#3a424d',
}
LIGHT: Final = {
    'bg': '#f3f5f7',
    'panel': '#ffffff',
    'raised': '#f7f9fb',
    'hover': '#eaeef2',
    'line': '#d0d7de',
    'line-soft': '#e6eaee',
    'text': '#171c23',
    'text-2': '#3b4550',
    'muted': '#59636e',
    'on-accent': '#ffffff',
    'accent': '#c8321f',
    'accent-soft': 'rgba(200,50,31,.10)',
    'focus': '#0a5ec2',
    'purple': '#6d2fd0',
    'green': '#0c6b3d',
    'yellow': '#7a5600',
    'purple-bg': '#eadfff',
    'green-bg': '#d3f3e0',
    'gain': '#0b7a4b',
    'lose': '#c2252d',
    'gain-bg': 'rgba(11,122,75,.12)',
    'lose-bg': 'rgba(194,37,45,.11)',
    'even': '#7d868f',
    'heat-low': '#0a5ec2',
    'heat-high': '#c25100',
    'lap-ref': '#171c23',
    'lap-1': '#0072b2',
    'lap-2': '#a86400',
    'lap-3': '#007a58',
    'lap-4': '#a3427b',
    'lap-5': '#b34a00',
    'lap-6': '#7d7100',
    'ok': '#0c6b3d',
    'warn': '#7a5600',
    'bad': '#c2252d',
    'info': '#0a5ec2',
    'shadow': '0 12px 32px rgba(20,30,45,.16)',
    'track': '#c3cad2',
}
SCALE: Final = {
    'font': '"SF Pro Text", "Segoe UI Variable Text", "Segoe UI", Roboto, "Helvetica Neue", sans-serif',
    't-11': '11px',
    't-12': '12px',
    't-13': '13px',
    't-14': '14px',
    't-16': '16px',
    't-20': '20px',
    't-28': '28px',
    'r-1': '3px',
    'r-2': '6px',
    'r-3': '10px',
    'rail': '60px',
    'bar': '48px',
    'flag-green': '#2ea862',  # flags are the same in both themes
    'flag-yellow': '#f5d033',
    'flag-red': '#e5484d',
    'flag-ink': '#0b0e12',
}

STYLES: Final = Path(__file__).parent / 'static'
FAVICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28" fill="none">'
    f'<path d="M20.5 3 15.5 25" stroke="{DARK["muted"]}" stroke-width="3" stroke-dasharray="3.2 2.4"/>'
    f'<path d="M2 19c4.5 0 5-11 9.5-11s4.5 9 8 9 3.5-4 6.5-4" stroke="{DARK["accent"]}" stroke-width="3"/>'
    '</svg>'
)


def css() -> str:
    """Return all styles. Dark is the default; Quasar sets the class when the theme is known."""
    sheets = sorted(STYLES.glob('*.css'), key=lambda sheet: (sheet.name != 'app.css', sheet.name))
    return (
        _tokens(':root', SCALE)
        + _tokens('body,body.body--dark', DARK)
        + _tokens('body.body--light', LIGHT)
        + ''.join(sheet.read_text('utf-8') for sheet in sheets)
    )


def lap_colour(index: int, reference: int) -> str:
    """Return the token of a lap's colour: the reference has the text's, the others go round six."""
    if index == reference:
        return 'lap-ref'
    return f'lap-{(index - (index > reference)) % 6 + 1}'


def _tokens(selector: str, values: dict[str, str]) -> str:
    return selector + '{' + ''.join(f'--{name}:{value};' for name, value in values.items()) + '}\n'
