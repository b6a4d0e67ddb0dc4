"""Words that a member of JSON may be, where all else of it is taken as strictly as JSON says it."""

from typing import Annotated

from pydantic import Field

from racetrace.accounts.roles import LinkScope, Scope, TeamRole
from racetrace.telemetry.corrections import CorrectionKind
from racetrace.telemetry.summary import Visibility

AWord = Field(strict=False)  # JSON has no enums: text is what they come as

NamedLinkScope = Annotated[LinkScope, AWord]
NamedRole = Annotated[TeamRole, AWord]
NamedKind = Annotated[CorrectionKind, AWord]
NamedVisibility = Annotated[Visibility, AWord]
NamedScopes = Annotated[set[Annotated[Scope, AWord]], Field(strict=False, min_length=1)]
