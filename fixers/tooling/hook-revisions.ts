// Tags that exist, looked up on 2026-11-22; a lockfile’s version of ruff or mypy goes before them.
// `pre-commit autoupdate` writes the newest later on.

export const ruffRevision = '0.16.4';
export const mypyRevision = '1.19.1';
export const markdownlintRevision = 'v0.49.1';
export const markdownlint2Revision = 'v0.18.1';
export const gitleaksRevision = 'v8.24.2';
export const yamllintRevision = 'v1.38.0';
