"""What C1 to C14 are called to clients of the older karting program, where its own words do not fit."""

from collections.abc import Mapping
from typing import Final

from components.entry_form import EntryForm, Field, OnSave

ABOUT: Final = (
    'What the columns are called to apps of the older karting program. Left empty, one is called as the feed '
    'calls it.'
)


def column_names(
    columns: Mapping[str, Mapping[str, str | None]], labels: Mapping[str, str], on_save: OnSave
) -> EntryForm:
    """`columns` are by C1 to C14 as the feed has them, `labels` what people called them, by c1 to c14."""
    names = [f'c{i}' for i in range(1, 15) if f'C{i}' in columns or f'c{i}' in labels]
    fields = [
        Field(
            name=name,
            label=name.upper(),
            value=labels.get(name, ''),
            hint=str(columns.get(name.upper(), {}).get('label') or ''),
        )
        for name in names
    ]
    return EntryForm(fields, on_save, submit='Save the names')
