"""From text to checked meaning: TOML, expressions, names, units, diagnostics."""
