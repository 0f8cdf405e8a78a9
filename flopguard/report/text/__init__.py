"""The report that a person reads, one module a part; `render` puts them together."""
