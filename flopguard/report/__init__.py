"""Reports: what was found out, as text for people or a contract for programs. `formats.FORMATS` is the table."""
