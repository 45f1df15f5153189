// What hooks of well-known repositories run, from the `.pre-commit-hooks.yaml` of each.

/** A hook's own entry and arguments; the arguments give way to those of a configuration. */
export interface KnownHook {
	readonly entry: readonly string[];
	readonly args: readonly string[];
}

const runs = (entry: string, args = ''): KnownHook => ({
	entry: entry.split(' '),
	args: args === '' ? [] : args.split(' '),
});

type Hooks = Readonly<Record<string, KnownHook>>;

const ruff: Hooks = {
	// Before `ruff-check` was added, `ruff` was the linter; it still is.
	ruff: runs('ruff check --force-exclude'),
	'ruff-check': runs('ruff check --force-exclude'),
	'ruff-format': runs('ruff format --force-exclude'),
};
const black: Hooks = { black: runs('black'), 'black-jupyter': runs('black') };
const isort: Hooks = { isort: runs('isort', '--filter-files') };
const flake8: Hooks = { flake8: runs('flake8') };
const pylint: Hooks = { pylint: runs('pylint', '-rn -sn') };
const pyupgrade: Hooks = { pyupgrade: runs('pyupgrade') };
const prettier: Hooks = { prettier: runs('prettier --write --ignore-unknown') };
const rumdl: Hooks = { rumdl: runs('rumdl check'), 'rumdl-fmt': runs('rumdl fmt') };
const mdformat: Hooks = { mdformat: runs('mdformat') };
const yamlfmt: Hooks = { yamlfmt: runs('yamlfmt') };
const poetry: Hooks = {
	'poetry-check': runs('poetry check'),
	'poetry-lock': runs('poetry lock'),
	'poetry-export': runs('poetry export', '-f requirements.txt -o requirements.txt'),
	'poetry-install': runs('poetry install'),
};
const markdownlint = runs('markdownlint');
const markdownlint2 = runs('markdownlint-cli2');

/** By repository as `host/owner/name` in lower case, then by id. */
const known: Readonly<Record<string, Hooks>> = {
	'github.com/astral-sh/ruff-pre-commit': ruff,
	'github.com/charliermarsh/ruff-pre-commit': ruff,
	'github.com/pre-commit/mirrors-mypy': {
		mypy: runs('mypy', '--ignore-missing-imports --scripts-are-modules'),
	},
	'github.com/robertcraigie/pyright-python': { pyright: runs('pyright') },
	'github.com/facebook/pyrefly-pre-commit': { 'pyrefly-check': runs('pyrefly check') },
	'github.com/psf/black': black,
	'github.com/ambv/black': black,
	'github.com/python/black': black,
	'github.com/psf/black-pre-commit-mirror': black,
	'github.com/pycqa/isort': isort,
	'github.com/timothycrosley/isort': isort,
	'github.com/pre-commit/mirrors-isort': isort,
	'github.com/pycqa/flake8': flake8,
	'gitlab.com/pycqa/flake8': flake8,
	'github.com/pycqa/pylint': pylint,
	'github.com/pre-commit/mirrors-pylint': pylint,
	'github.com/pycqa/bandit': { bandit: runs('bandit') },
	'github.com/pycqa/autoflake': { autoflake: runs('autoflake') },
	'github.com/pycqa/docformatter': { docformatter: runs('docformatter') },
	'github.com/pycqa/pydocstyle': { pydocstyle: runs('pydocstyle') },
	'github.com/asottile/pyupgrade': pyupgrade,
	'github.com/codespell-project/codespell': { codespell: runs('codespell') },
	'github.com/crate-ci/typos': { typos: runs('typos', '--write-changes --force-exclude') },
	'github.com/econchick/interrogate': { interrogate: runs('interrogate') },
	'github.com/gitleaks/gitleaks': { gitleaks: runs('gitleaks git --pre-commit --redact --staged --verbose') },
	'github.com/yelp/detect-secrets': { 'detect-secrets': runs('detect-secrets-hook') },
	'github.com/igorshubovych/markdownlint-cli': {
		markdownlint,
		'markdownlint-fix': runs('markdownlint --fix'),
		'markdownlint-docker': markdownlint,
		'markdownlint-fix-docker': runs('markdownlint --fix'),
	},
	'github.com/davidanson/markdownlint-cli2': {
		'markdownlint-cli2': markdownlint2,
		'markdownlint-cli2-docker': markdownlint2,
		'markdownlint-cli2-rules-docker': markdownlint2,
	},
	'github.com/markdownlint/markdownlint': { markdownlint: runs('mdl'), markdownlint_docker: runs('mdl') },
	'github.com/rvben/rumdl-pre-commit': rumdl,
	'github.com/rvben/rumdl': rumdl,
	'github.com/jackdewinter/pymarkdown': { pymarkdown: runs('pymarkdown', '--disable-version scan') },
	'github.com/hukkin/mdformat': mdformat,
	'github.com/executablebooks/mdformat': mdformat,
	'github.com/adrienverge/yamllint': { yamllint: runs('yamllint') },
	'github.com/google/yamlfmt': yamlfmt,
	'github.com/jumanjihouse/pre-commit-hook-yamlfmt': yamlfmt,
	'github.com/pre-commit/mirrors-prettier': prettier,
	'github.com/rbubley/mirrors-prettier': prettier,
	'github.com/pre-commit/pre-commit-hooks': {
		'check-yaml': runs('check-yaml'),
		// Until 3.0.
		flake8: runs('flake8'),
		'autopep8-wrapper': runs('autopep8', '-i'),
	},
	'github.com/pre-commit/mirrors-autopep8': { autopep8: runs('autopep8', '-i') },
	'github.com/hhatto/autopep8': { autopep8: runs('autopep8', '-i') },
	'github.com/google/yapf': { yapf: runs('yapf', '--in-place') },
	'github.com/pre-commit/mirrors-yapf': { yapf: runs('yapf', '-i') },
	'github.com/astral-sh/uv-pre-commit': {
		'uv-lock': runs('uv lock'),
		'uv-sync': runs('uv sync', '--locked'),
		'uv-export': runs('uv export', '--frozen --output-file=requirements.txt'),
		'pip-compile': runs('uv pip compile'),
	},
	'github.com/python-poetry/poetry': poetry,
	'github.com/pdm-project/pdm': { 'pdm-lock-check': runs('pdm lock --check') },
	'github.com/abravalheri/validate-pyproject': { 'validate-pyproject': runs('validate-pyproject') },
	'github.com/rhysd/actionlint': { actionlint: runs('actionlint') },
	'github.com/zizmorcore/zizmor-pre-commit': { zizmor: runs('zizmor') },
	'github.com/woodruffw/zizmor-pre-commit': { zizmor: runs('zizmor') },
	'github.com/aws-cloudformation/cfn-lint': { 'cfn-lint': runs('cfn-lint') },
	'github.com/aws-cloudformation/cfn-python-lint': { 'cfn-lint': runs('cfn-lint') },
};

/** prek's own fast hooks. https://prek.j178.dev/builtin/ */
const builtin: Hooks = { 'check-yaml': runs('check-yaml') };

/** What a hook runs by itself; undefined where its repository is not known. */
export const knownHook = (repo: string, repository: string | null, id: string): KnownHook | undefined => {
	const hooks = repo === 'builtin' ? builtin : repository === null ? undefined : known[repository];
	return hooks && Object.hasOwn(hooks, id) ? hooks[id] : undefined;
};
