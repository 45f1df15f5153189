import { expect, test } from 'vitest';
import { gatesOf } from '../../../source/core/ci.ts';
import { ciOf, commandOf, linesOf, softnessOf, workflow } from './support.ts';

const of = (run: string, files: Readonly<Record<string, string>>) =>
	ciOf({ '.github/workflows/ci.yml': workflow(`- run: ${run}`), ...files });
const made = (makefile: string, run = 'make lint') => of(run, { Makefile: makefile });

test('make runs what a target needs, then its recipe', () => {
	const model = made(
		'.PHONY: lint\nTOOL = ruff\nlint: types ## all\n\t@$(TOOL) check \\\n\t  src\ntypes:\n\tuv run mypy\n',
	);
	expect(linesOf(model.commands)).toEqual(['make lint', 'mypy', 'ruff check src']);
	expect(commandOf(model, 'mypy')).toMatchObject({
		path: 'Makefile',
		line: 7,
		column: 2,
		via: [
			{ path: '.github/workflows/ci.yml', line: 6, text: 'make lint' },
			{ path: 'Makefile', line: 3, text: 'lint: types' },
		],
	});
	expect(commandOf(model, 'ruff')).toMatchObject({ line: 4, stepLine: 6 });
});

test.each([
	['lint:\n\t-ruff check\n', ['make']],
	['.IGNORE:\nlint:\n\truff check\n', ['make']],
	['.ONESHELL:\nlint:\n\truff check\n\techo done\n', ['make']],
	['.ONESHELL:\n.SHELLFLAGS := -ec\nlint:\n\truff check\n\techo done\n', []],
	['lint:\n\truff check; echo done\n', ['errexit-off']],
	['lint:\n\truff check || true\n', ['fallback']],
	['lint:\n\truff check\n\techo done\n', []],
])('make: %j', (makefile, expected) => {
	expect(softnessOf(made(makefile), 'ruff')).toEqual(expected);
});

test('make follows includes, itself and other folders', () => {
	const model = of('make all', {
		Makefile: 'include tools.mk\nall:\n\t$(MAKE) -C app lint\n\t$(MAKE) types\n',
		'tools.mk': 'types:\n\tmypy\n',
		'app/Makefile': 'lint:\n\truff check\n',
	});
	expect(commandOf(model, 'mypy').path).toBe('tools.mk');
	expect(commandOf(model, 'ruff').directory).toBe('app');
});

test('targets that need each other end', () => {
	expect(linesOf(made('lint: b\n\t$(MAKE) b\nb: lint\n\t$(MAKE) lint\n').commands)).toContain('make b');
});

test('make that only prints runs nothing; a target that is not there is not resolved', () => {
	expect(linesOf(made('lint:\n\truff check\n', 'make -n lint').commands)).toEqual(['make -n lint']);
	expect(made('lint:\n\truff check\n', 'make types').unresolved).toMatchObject([{ reason: 'target' }]);
});

test('just fills in parameters and runs dependencies', () => {
	const model = of('just check app', {
		justfile:
			'export UV := "1"\n\ncheck dir="src": (types dir)\n    ruff check {{ dir }}\n\ntypes dir:\n    @mypy {{dir}}\n',
	});
	expect(linesOf(model.commands)).toEqual(['just check app', 'mypy app', 'ruff check app']);
	expect(commandOf(model, 'ruff').line).toBe(4);
});

test('tox picks lines by factors and sections by generated names', () => {
	const files = {
		'tox.ini': `[tox]
env_list =
    lint-{ruff,hooks}
    py3{12,13}-tests
[testenv]
commands =
    tests: coverage run -m pytest {posargs:tests}
    !tests: {[base]echo}
[base]
echo = echo nothing
[testenv:lint-{ruff,hooks}]
commands =
    ruff: ruff check \\
    ruff:   src
    - ruff: ruff format --check
    hooks: pre-commit run --all-files
`,
		'.pre-commit-config.yaml':
			'repos:\n- repo: local\n  hooks:\n  - {id: types, name: types, entry: uv run mypy, language: system}\n',
	};
	expect(linesOf(of('tox run -f lint', files).commands)).toContain('mypy');
	const model = of('uvx --with tox-uv tox run -e py312-tests,lint-ruff -- -q', files);
	expect(commandOf(model, 'pytest')).toMatchObject({ args: ['-q'], path: 'tox.ini', line: 7 });
	expect(linesOf(of('tox -e ${{ matrix.python }}-tests', files).commands)).toContain('pytest tests');
});

test('tox: an environment that a variable names is not all of them', () => {
	const ini =
		'[tox]\nenvlist = py{312,313}, mypy, pylint\n[testenv]\ncommands = pytest\n[testenv:mypy]\ncommands = mypy src\n[testenv:pylint]\ncommands = pylint src\n';
	const files = { 'tox.ini': ini };
	const open = of('tox -e ${{ env.TOX_PYTHON }} --installpkg a.whl', files);
	expect(open.unresolved).toMatchObject([{ reason: 'variable' }]);
	expect(linesOf(open.commands)).not.toContain('mypy src');
	const some = linesOf(of('tox -e py$VERSION', files).commands);
	expect(some).toContain('pytest');
	expect(some).not.toContain('mypy src');
	expect(some).not.toContain('pylint src');
});

test('tox: a path from its own folder is told as it is written in the repository', () => {
	const ini = '[tox]\n[testenv:lint]\ncommands = pylint --rcfile={toxinidir}/.pylintrc {toxinidir}/src\n';
	const { commands } = of('tox -e lint', { 'tox.ini': ini });
	expect(commands.find(({ program }) => program === 'pylint')?.text).toBe('pylint --rcfile=.pylintrc src');
});

test('tox: a command over lines that another environment takes over is one command, and knows its environment', () => {
	const ini =
		'[testenv:sort]\ncommands = isort \\\n    src \\\n    {posargs}\n[testenv:sort-check]\ncommands =\n    {[testenv:sort]commands} -c\n    coverage report --rcfile .rc_{envname}\n';
	const { commands } = of('tox -e sort-check', { 'tox.ini': ini });
	expect(linesOf(commands)).toEqual([
		'tox -e sort-check',
		'isort src -c',
		'coverage report --rcfile .rc_sort-check',
	]);
});

test.each([
	['taskipy', 'poetry run task ci', '[tool.taskipy.tasks]\nblack = "black ."\nci = "black --check ."\n'],
	['poe', 'poe ci', '[tool.poe.tasks]\nblack = "black ."\nci = "black --check ."\n'],
	['pdm', 'pdm run ci', '[tool.pdm.scripts]\nblack = "black ."\nci = {cmd = "black --check ."}\n'],
	['poe in a list', 'poe ci', '[tool.poe.tasks]\nformat = "black --check ."\nci = ["format"]\n'],
	['hatch', 'hatch run ci', '[tool.hatch.envs.default.scripts]\nformat = "black --check ."\nci = "format"\n'],
])('a task is named like a program of its own only where the runner says so: %s', (_, run, toml) => {
	expect(linesOf(of(run, { 'pyproject.toml': toml }).commands)).toContain('black --check .');
});

test('tox: a dash, and an outcome that does not count', () => {
	const ini =
		'[testenv:lint]\ncommands =\n    - ruff check\n    mypy\n[testenv:docs]\nignore_outcome = true\ncommands = pytest docs\n';
	const model = of('tox -e lint,docs', { 'tox.ini': ini });
	expect(softnessOf(model, 'ruff')).toEqual(['tox']);
	expect(softnessOf(model, 'mypy')).toEqual([]);
	expect(softnessOf(model, 'pytest')).toEqual(['tox']);
});

test('tox in TOML, in its own file, in pyproject.toml, and as an INI text there', () => {
	const table =
		'env_list = ["types"]\n[env.types]\ncommands = [["mypy", "src", { replace = "posargs", default = ["-v"] }]]\n';
	expect(linesOf(of('tox', { 'tox.toml': table }).commands)).toContain('mypy src -v');
	const own = '[tool.tox]\nenv_list = ["types"]\n[tool.tox.env.types]\ncommands = [["mypy", "src"]]\n';
	expect(commandOf(of('tox', { 'pyproject.toml': own }), 'mypy')).toMatchObject({
		path: 'pyproject.toml',
		line: 4,
	});
	const legacy =
		'[tool.tox]\nlegacy_tox_ini = """\n[tox]\nenvlist = types\n[testenv:types]\ncommands = mypy\n"""\n';
	expect(commandOf(of('tox', { 'pyproject.toml': legacy }), 'mypy').line).toBe(6);
});

test('nox runs the sessions that are named, through helpers and notifications', () => {
	const noxfile = `import nox

nox.options.sessions = ["lint"]

def _types(session):
    session.run("mypy", *session.posargs, "src")

@nox.session(name="lint", python=["3.13"])
def check(session: nox.Session) -> None:
    session.run("ruff", "check", LOCATIONS, success_codes=[0, 1])
    _types(session)
    session.notify("tests")

@nox.session
def tests(session):
    session.chdir("app")
    session.run("pytest", "-q")

@nox.session
def docs(session):
    session.run("sphinx-build", "docs")
`;
	const model = of('nox', { 'noxfile.py': noxfile });
	expect(linesOf(model.commands)).toEqual(['nox', 'ruff check $LOCATIONS', 'mypy src', 'pytest -q']);
	expect(softnessOf(model, 'ruff')).toEqual(['tox']);
	expect(commandOf(model, 'pytest')).toMatchObject({ directory: 'app', line: 17 });
	expect(linesOf(of('nox -s docs-3.13', { 'noxfile.py': noxfile }).commands)).toContain('sphinx-build docs');
});

test('invoke runs tasks and those before them', () => {
	const tasks = `from invoke import task

@task
def types(c):
    c.run("mypy src")

@task(pre=[types])
def check_all(c, fix=False):
    c.run(f"ruff check {'--fix' if fix else ''} .", warn=True)
`;
	const model = of('inv check-all', { 'tasks.py': tasks });
	expect(linesOf(model.commands).slice(1, 2)).toEqual(['mypy src']);
	expect(softnessOf(model, 'ruff')).toEqual(['tox']);
});

const tables = `[tool.poe.tasks]
lint = "ruff check"
all = ["lint", {cmd = "mypy"}]
deep.sequence = [{ref = "all"}, {shell = "pytest -q"}]
[tool.pdm.scripts]
check = {composite = ["types", "ruff check"]}
types.cmd = "mypy src"
[tool.hatch.envs.lint.scripts]
style = ["ruff check {args:.}", "fmt"]
fmt = "ruff format --check"
[tool.taskipy.tasks]
test = "pytest"
`;

test.each([
	['poetry run poe deep', ['ruff check', 'mypy', 'pytest -q']],
	['pdm run check', ['mypy src', 'ruff check']],
	['pdm check', ['mypy src', 'ruff check']],
	['hatch run lint:style', ['ruff check {args:.}', 'ruff format --check']],
	['hatch -e lint run style', ['ruff format --check']],
	['task test', ['pytest']],
	['hatch fmt --check', ['ruff check', 'ruff format --check']],
	['hatch test', ['pytest']],
	['npm run lint', ['ruff check', 'mypy']],
	['npm --prefix app test', ['pytest app']],
	['task ci', ['ruff check', 'pytest src']],
])('`%s` leads to %j', (run, expected) => {
	const taskfile =
		"version: '3'\nvars: {DIR: src}\ntasks:\n  ci:\n    deps: [lint]\n    cmds:\n      - pytest {{.DIR}}\n  lint:\n    cmds:\n      - cmd: ruff check\n";
	const model = of(run, {
		'pyproject.toml': tables,
		'package.json': '{"scripts": {"lint": "ruff check && mypy"}}',
		'app/package.json': '{"scripts": {"test": "pytest app"}}',
		...(run === 'task ci' ? { 'Taskfile.yml': taskfile } : {}),
	});
	expect(linesOf(model.commands)).toEqual(expect.arrayContaining([...expected]));
});

test('scripts are followed by their content, with or without an ending', () => {
	const model = of('uv run bash scripts/all.sh src', {
		'scripts/all.sh': 'set -e\ncd "$(dirname "$0")"\n./check "$@"\n',
		'scripts/check':
			'#!/bin/sh -e\nPREFIX=""\nif [ -d venv ]; then PREFIX="venv/bin/"; fi\n${PREFIX}ruff check $1\nmypy\n',
	});
	expect(commandOf(model, 'ruff')).toMatchObject({
		path: 'scripts/check',
		line: 4,
		args: ['check', 'src'],
		directory: 'scripts',
		softeners: [],
	});
});

test('a script without `set -e` loses all but its last status', () => {
	const model = of('./lint.sh', { 'lint.sh': 'ruff check\nmypy\n' });
	expect(softnessOf(model, 'ruff')).toEqual(['errexit-off']);
	expect(softnessOf(model, 'mypy')).toEqual([]);
});

test('a Python program whose name promises checks is not resolved, others are nothing', () => {
	const program = 'import checks\n\nchecks.run()\n';
	const files = { 'ci/run_checks.py': program, 'tools/deploy.py': program };
	expect(of('python ci/run_checks.py', files).unresolved).toMatchObject([{ reason: 'program' }]);
	expect(of('python tools/deploy.py', files).unresolved).toEqual([]);
});

const hooks = `default_stages: [pre-commit]
repos:
- repo: https://github.com/astral-sh/ruff-pre-commit
  rev: v0.9.0
  hooks:
  - id: ruff-check
    args: [--fix]
  - id: ruff-format
- repo: local
  hooks:
  - {id: types, name: types, entry: make types, language: system}
  - {id: slow, name: slow, entry: pytest, language: system, stages: [manual]}
`;

test('hooks are the commands they run; what they mend fails', () => {
	const model = ciOf({
		'.github/workflows/ci.yml': workflow('- uses: pre-commit/action@v3\n  env: {SKIP: ruff-format}'),
		'.pre-commit-config.yaml': hooks,
		Makefile: 'types:\n\tmypy\n',
	});
	expect(gatesOf(model, 'ruff-check').gates).toMatchObject([
		{ hook: { id: 'ruff-check' }, path: '.pre-commit-config.yaml', line: 6 },
	]);
	expect(gatesOf(model, 'ruff-format').soft).toMatchObject([{ softeners: [{ kind: 'skipped-hook' }] }]);
	expect(gatesOf(model, 'mypy').gates).toMatchObject([{ path: 'Makefile' }]);
	expect(softnessOf(model, 'pytest')).toEqual(['skipped-hook']);
});

test('pre-commit.ci runs the hooks where the file has settings for it', () => {
	const model = ciOf({ '.pre-commit-config.yaml': `ci: {skip: [types]}\n${hooks}` });
	expect(model.sources).toMatchObject([{ provider: 'pre-commit-ci' }]);
	expect(gatesOf(model, 'ruff-check').gates).toHaveLength(1);
	expect(ciOf({ '.pre-commit-config.yaml': hooks }).sources).toEqual([]);
});

test('what an image makes of its arguments is not known', () => {
	expect(of('docker compose run app tests --fast', {}).unresolved).toMatchObject([{ reason: 'program' }]);
});

test.each([
	['tar -xf lib.tar.gz && cd $lib && ./configure && make && make install', 0],
	['cd $app && make lint', 1],
	['echo "print(1)" | $python -', 0],
	['uv run tools/license-check.py', 0],
	['uv run tools/check.py', 1],
	['tools/test.bat', 0],
])('what cannot be followed is asked about where it may check code: %s', (run, count) => {
	expect(
		of(run, { 'tools/license-check.py': 'import lib\n', 'tools/check.py': 'import lib\n' }).unresolved,
	).toHaveLength(count);
});

test('a program of Python that starts no tool is no question', () => {
	const asked = (program: string) =>
		of('python scripts/verify_headers.py', { 'scripts/verify_headers.py': program }).unresolved.length;
	expect(asked('import os\nimport sys\n\nsys.exit(0 if os.listdir() else 1)\n')).toBe(0);
	expect(asked('import subprocess\n\nsubprocess.run(["mypy", "src"])\n')).toBe(1);
	expect(asked('from helpers import run_all\n\nrun_all()\n')).toBe(1);
});

test('invoke finds collections of the package of tasks', () => {
	const model = of('invoke quality.types', {
		'tasks/__init__.py':
			'from invoke import Collection\n\nfrom tasks import quality\n\nns = Collection(quality)\n',
		'tasks/quality.py': 'from invoke import task\n\n\n@task\ndef types(c):\n    c.run("mypy src")\n',
	});
	expect(commandOf(model, 'mypy')).toMatchObject({ path: 'tasks/quality.py' });
	expect(model.unresolved).toEqual([]);
});

test('a task of invoke whose name is computed is asked about where a task of its file checks something', () => {
	const asked = (command: string) =>
		of('invoke vendoring.update', {
			'tasks/vendoring.py': `from invoke import task\n\n\n@task(name=NAME)\ndef main(c):\n    c.run("${command}")\n`,
		}).unresolved.length;
	expect(asked('git pull')).toBe(0);
	expect(asked('ruff check')).toBe(1);
});

test('what make computes keeps its name', () => {
	const model = made('PARTS := $(shell ls)\nlint:\n\truff check $(PARTS) $(wildcard *.py)\n');
	expect(linesOf(model.commands)).toContain('ruff check ${PARTS} ${make}');
});
