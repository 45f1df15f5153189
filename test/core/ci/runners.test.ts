import { expect, test } from 'vitest';
import { unwrap } from '../../../source/core/ci/runners.ts';

const inside = (line: string) => unwrap(line.split(' ')).words.join(' ');

test.each([
	['uv run --locked --group dev ruff check .', 'ruff check .'],
	['uv run -- pytest -q', 'pytest -q'],
	['uv run -m pytest tests', 'pytest tests'],
	['uv run $FLAGS pytest', 'pytest'],
	['uvx --with tox-uv tox run -e lint', 'tox run -e lint'],
	['uv tool run ruff@latest check', 'ruff check'],
	['pipx run black==25.1 --check .', 'black --check .'],
	['poetry -C app run mypy', 'mypy'],
	['python3.13 -W error -m pytest', 'pytest'],
	['python -Im tox -e lint', 'tox -e lint'],
	['python -mpytest -q', 'pytest -q'],
	['python3 -uBm mypy src', 'mypy src'],
	['$(PYTHON) -m mypy', 'mypy'],
	['sudo -E env A=1 timeout 10m .venv/bin/pytest -x', 'pytest -x'],
	['${PREFIX}ruff check', 'ruff check'],
	['$HOME/tool/bin/mypy src', 'mypy src'],
	['.tox/py3-$VERSION/bin/coverage report', 'coverage report'],
	['/opt/python3/bin/flake8 src', 'flake8 src'],
	['docker compose run --rm api pytest -q', 'pytest -q'],
	['docker-compose run --entrypoint=pytest api tests', 'pytest tests'],
	['docker run -v a:b image:1 ruff check', 'ruff check'],
	['xargs -n 1 mypy', 'mypy'],
	['npx pyright@1.1', 'pyright'],
	['uv sync --locked', 'uv sync --locked'],
	['pip install ruff', 'pip install ruff'],
	['command -v ruff', 'command -v ruff'],
])('%s', (line, expected) => {
	expect(inside(line)).toBe(expected);
});

test('the runner, its folder and its variables are kept', () => {
	expect(unwrap('env UV_LOCKED=1 uv --directory app run pytest'.split(' '))).toEqual({
		runner: ['env', 'UV_LOCKED=1', 'uv', '--directory', 'app', 'run'],
		words: ['pytest'],
		folder: 'app',
		script: null,
		environment: [['UV_LOCKED', '1']],
	});
});

test('a command in a string is a script', () => {
	expect(unwrap(['bash', '-ec', 'ruff check && mypy']).script).toBe('ruff check && mypy');
});

test.each([
	['script -qec', 'make lint'],
	['script -e -c', 'make lint'],
	['script -c', null],
])('%s "make lint" in a terminal', (line, expected) => {
	expect(unwrap([...line.split(' '), 'make lint']).script).toBe(expected);
});
