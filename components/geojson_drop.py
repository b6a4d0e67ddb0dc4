"""Takes a course in from a file of GeoJSON."""

from nicegui import ui


class GeojsonDrop(ui.element, component='geojson_drop.js'):
    def __init__(self, place_id: int) -> None:
        super().__init__()
        self.props['place'] = place_id
        self.on('taken', lambda _: ui.navigate.reload())
