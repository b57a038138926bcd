"""Writes the JSON Schema of scenario files to where it is packaged. Run it after a change of the domain."""

from __future__ import annotations

from mentoring.files.schema import SCHEMA_FILE, schema_text

if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8", newline="\n")
    print(f"wrote {SCHEMA_FILE}")
