"""One family of line icons, 20 x 20, stroke 1.6. Drawn for this project; no icon font."""

PATHS = {
    'sessions': 'M3 5h14M3 10h14M3 15h9',
    'compare': 'M2 14c3 0 3-8 6-8s3 6 5.5 6S16 9 18 9M2 17h16',
    'upload': 'M10 13V3M6 7l4-4 4 4M3 13v4h14v-4',
    'check': 'M4 10.5 8 14.5 16 5.5',
    'sun': 'M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18'
    'M4.5 4.5l1 1M14.5 14.5l1 1M15.5 4.5l-1 1M5.5 14.5l-1 1',
    'file': 'M5 2h7l4 4v12H5zM12 2v4h4',
    'search': 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11M13 13l4 4',
    'tracks': 'M6 4h6a4 4 0 0 1 0 8H9a2 2 0 0 0 0 4h7M6 4a2.500 2.500 0 0 0 0 5',
    'chevron': 'M8 5l5 5-5 5',
    'user': 'M10 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M3.5 17.5c.8-3.4 3.3-5 6.5-5s5.700 1.600 6.500 5',
}


def svg(name: str, size: int = 20) -> str:
    return (
        f'<svg class="ico" width="{size}" height="{size}" viewBox="0 0 20 20" fill="none" '
        'stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" '
        f'aria-hidden="true"><path d="{PATHS[name]}"/></svg>'
    )


MARK = (
    '<svg class="mark" width="28" height="28" viewBox="0 0 28 28" fill="none" aria-hidden="true">'
    '<path class="mark-gate" d="M20.5 3 15.5 25" stroke-width="2.6" stroke-dasharray="3.2 2.4"/>'
    '<path class="mark-trace" d="M2 19c4.5 0 5-11 9.5-11s4.5 9 8 9 3.5-4 6.5-4" stroke-width="2.6" '
    'stroke-linecap="round"/></svg>'
)
