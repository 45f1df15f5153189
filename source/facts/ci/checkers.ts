/** Tools that check code, and what starts them, anywhere in a text. */
export const checkers =
	/ruff|mypy|pyright|pyrefly|flake8|black|pylint|isort|py\.?test|unittest|coverage|lint|\btox\b|\bnox\b|\bmake\b|pre-commit|\bprek\b|\bjust\b|\bpoe\b|\bhatch(?![\w-])|\bnpm\b/i;
