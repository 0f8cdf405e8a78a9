"""Pages for people: what a rule, a trigger and a policy say, as Markdown."""
