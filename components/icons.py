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
    'garage': 'M3 12.5l1.6-4.7A2 2 0 0 1 6.5 6.5h7a2 2 0 0 1 1.9 1.3l1.6 4.7V16h-2.5v-1.5h-9V16H3z'
    'M5.5 11.5h2M12.5 11.5h2',
    'events': 'M3.5 5h13v12h-13zM3.5 8.8h13M7 3v3M13 3v3',
    'teams': 'M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6M2 17c.5-3 2.5-4.5 5.5-4.5s5 1.5 5.5 4.5'
    'M13 4a2.8 2.8 0 0 1 0 5.3M14.8 12.8c1.8.5 2.8 2 3.2 4.2',
    'board': 'M2.5 17v-5H7v5zM7.75 17V4h4.5v13zM13 17V9.5h4.5V17z',
    'admin': 'M3 6h6M13 6h4M3 14h2M9 14h8M11 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4M7 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4',
    'live': 'M10 10h.01M6.5 13.5a5 5 0 0 1 0-7M13.5 6.5a5 5 0 0 1 0 7'
    'M4 16a8.5 8.5 0 0 1 0-12M16 4a8.5 8.5 0 0 1 0 12',
    'more': 'M4 10h1M9.5 10h1M15 10h1',
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
