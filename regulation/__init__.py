"""The ward's Quy chế as code: clauses, vocabularies, dated deadline rules, workflows, periods. Pure."""
