"""The house: an annual cycle in text files becomes letters, papers and invites, and the answers change what is due next.

cycle      PURE: what is due                    model · read · when · days · plan · decide
papers     PURE: how it reads                   model · wording · agenda · minutes · document · pdf · letter · invite · reply
post       the ways out and in                  folder · graph (Microsoft 365)
journal    the memory                           SQLite by default, PostgreSQL by URL
workspace  one secretariat's text files         config.toml, schedules/, agendas/, programmes/, templates/, members
planner    PURE: next year's meeting plan       demands · solve (OR-Tools) · explain · carry
desk       what happens                         tick · collect · approve · amend
house      the only wiring
printing   edited Word files as PDF             LibreOffice, shut in
rehearsal  a year on a rehearsed clock
hours      what time it is
clock      the alarm clock                      cli  the operator's door      web  the secretary's door

Upper may import lower: __main__ → cli | clock | web → hours → rehearsal → house → desk | post | journal | workspace | printing → planner
→ papers → cycle → errors.
"""
