import { expect, test } from 'vitest';
import { gatesOf } from '../../../source/core/ci.ts';
import { ciOf, commandOf, linesOf, softnessOf, workflow } from './support.ts';

const path = '.github/workflows/ci.yml';
const of = (steps: string, head?: string) => ciOf({ [path]: workflow(steps, head) });

test('a step is a command with its place', () => {
	const command = commandOf(of('- run: |\n    uv sync\n    uv run ruff check .'), 'ruff');
	expect(command).toMatchObject({
		args: ['check', '.'],
		runner: ['uv', 'run'],
		path,
		line: 8,
		column: 11,
		text: 'uv run ruff check .',
		source: path,
		job: 'check',
		step: 0,
		directory: '.',
		softeners: [],
		triggers: ['pull-request'],
	});
});

test('a folded text keeps the lines of its parts', () => {
	expect(commandOf(of('- run: >\n    uv run\n    tox run\n    -e lint && mypy src'), 'mypy').line).toBe(9);
});

test.each([
	['- run: mypy\n  continue-on-error: true', ['continue-on-error']],
	['- run: mypy\n  if: false', ['never-runs']],
	['- run: mypy\n  if: failure()', ['never-runs']],
	["- run: mypy\n  if: github.event_name == 'schedule'", ['never-runs']],
	["- run: mypy\n  if: github.event_name == 'schedule' || github.ref == 'refs/heads/main'", []],
	['- run: mypy | tee log', ['pipe']],
	['- run: mypy | tee log\n  shell: bash', []],
	['- run: |\n    mypy\n    pytest\n  shell: bash -l {0}', ['errexit-off']],
	[
		"- run: mypy\n  id: types\n  continue-on-error: true\n- if: steps.types.outcome == 'failure'\n  run: exit 1",
		[],
	],
	['- run: mypy\n  continue-on-error: ${{ matrix.next }}', []],
])('%j', (steps, expected) => {
	expect(softnessOf(of(steps), 'mypy')).toEqual(expected);
});

test.each([
	['on: [push]', 1],
	['on: {pull_request: {}}', 1],
	['on: {push: {tags: ["v*"]}}', 0],
	['on: {push: {tags: ["v*"], branches: [main]}}', 1],
	['on: {schedule: [{cron: "0 0 * * *"}], workflow_dispatch: {}}', 0],
	['on: workflow_call', 1],
])('with `%s` the gates are %i', (head, gates) => {
	expect(gatesOf(of('- run: pip-audit', head), 'pip-audit').gates).toHaveLength(gates);
});

test('a scan may run on a schedule', () => {
	const model = of('- run: pip-audit', 'on: {schedule: [{cron: "0 0 * * *"}]}');
	expect(gatesOf(model, 'pip-audit', { scheduled: true }).gates).toHaveLength(1);
	expect(gatesOf(model, 'pip-audit').soft).toHaveLength(1);
});

test('the values of a matrix are put in', () => {
	const text = `on: push
jobs:
  check:
    strategy:
      matrix:
        python: ["3.12", "3.13"]
        task:
          - {name: lint, command: ruff check}
          - {name: types, command: mypy src}
        exclude:
          - task: {name: types, command: mypy src}
            python: "3.12"
        include:
          - {task: {name: docs, command: sphinx-build docs out}, python: "3.13"}
    steps:
      - run: \${{ matrix.task.command }}
`;
	expect(linesOf(ciOf({ [path]: text }).commands)).toEqual([
		'ruff check',
		'mypy src',
		'sphinx-build docs out',
	]);
});

test('variables of workflows, jobs and steps are known', () => {
	const text = `on: push
env: {FOLDER: app}
jobs:
  check:
    env: {UV_LOCKED: "1"}
    steps:
      - run: make -C $FOLDER lint
`;
	const model = ciOf({ [path]: text, 'app/Makefile': 'lint:\n\truff check\n' });
	expect(commandOf(model, 'ruff')).toMatchObject({ directory: 'app', env: { UV_LOCKED: '1' } });
});

test('local actions and workflows are followed, those of other repositories are out of sight', () => {
	const model = ciOf({
		[path]: `on: pull_request
jobs:
  here: {uses: ./.github/workflows/lint.yml, with: {folder: app}}
  there: {uses: org/shared/.github/workflows/ci.yml@v1}
`,
		'.github/workflows/lint.yml': `on: {workflow_call: {inputs: {folder: {type: string}}}}
jobs:
  lint:
    steps:
      - uses: ./.github/actions/lint
        with: {tool: ruff}
      - run: mypy
        working-directory: \${{ inputs.folder }}
`,
		'.github/actions/lint/action.yml': `inputs: {tool: {default: flake8}}
runs:
  using: composite
  steps:
    - run: \${{ inputs.tool }} check
      shell: bash
`,
	});
	expect(commandOf(model, 'ruff')).toMatchObject({
		path: '.github/actions/lint/action.yml',
		line: 5,
		source: path,
		job: 'here/lint',
	});
	expect(commandOf(model, 'mypy').directory).toBe('app');
	expect(model.outOfSight).toMatchObject([{ name: 'org/shared/.github/workflows/ci.yml@v1', line: 4 }]);
	expect(model.sources.map(source => source.path)).toEqual([path]);
});

test('a workflow that calls itself ends', () => {
	const text = 'on: [push, workflow_call]\njobs:\n  again: {uses: ./.github/workflows/ci.yml}\n';
	expect(ciOf({ [path]: text }).commands).toEqual([]);
});

test('actions that are tools are their commands', () => {
	const model = of(
		'- uses: astral-sh/ruff-action@v3\n  with: {args: format --check}\n- uses: psf/black@stable\n- uses: google/osv-scanner-action@v2\n  with: {fail-on-vuln: false}\n- uses: gitleaks/gitleaks-action@v2',
	);
	expect(commandOf(model, 'ruff')).toMatchObject({
		args: ['format', '--check'],
		action: 'astral-sh/ruff-action@v3',
		softeners: [],
	});
	expect(softnessOf(model, 'black')).toEqual([]);
	expect(softnessOf(model, 'osv-scanner')).toEqual(['input']);
	expect(gatesOf(model, 'gitleaks').gates).toHaveLength(1);
});

test.each([
	['ruff check --fix', ['mends']],
	['ruff check --fix --exit-non-zero-on-fix', []],
	['ruff format', ['mends']],
	['ruff format --check', []],
	['ruff check --exit-zero', ['exit-zero']],
])('`%s` is soft by %j', (run, expected) => {
	expect(softnessOf(of(`- run: ${run}`), 'ruff')).toEqual(expected);
});

test('what a tool changes fails the build where git is asked', () => {
	expect(softnessOf(of('- run: ruff format\n- run: git diff --exit-code'), 'ruff')).toEqual([]);
});

test('a command in a variable is not resolved, arguments may be', () => {
	const model = of('- run: |\n    $CHECK all\n    pytest $ARGS');
	expect(model.unresolved).toMatchObject([{ reason: 'variable', line: 7 }]);
	expect(gatesOf(model, 'pytest').gates).toMatchObject([{ unresolved: ['$ARGS'] }]);
});

test('a gate of one project is no gate of its neighbour', () => {
	const model = of('- run: mypy\n  working-directory: a\n- run: pytest b/tests');
	expect(gatesOf(model, 'mypy', { project: 'a' }).gates).toHaveLength(1);
	expect(gatesOf(model, 'mypy', { project: 'b' })).toMatchObject({
		gates: [],
		elsewhere: [{ program: 'mypy' }],
	});
	expect(gatesOf(model, 'pytest', { project: 'b' }).gates).toHaveLength(1);
	expect(gatesOf(model, 'pytest', { project: 'a' }).gates).toHaveLength(0);
});

test('a checkout in a folder of its own is the root', () => {
	const model = of(
		'- uses: actions/checkout@v4\n  with: {path: main}\n- run: mypy\n  working-directory: main/app',
	);
	expect(commandOf(model, 'mypy').directory).toBe('app');
});

test('a workflow that does not parse is said to', () => {
	expect(ciOf({ [path]: 'on: [push\njobs:\n' }).broken).toMatchObject([{ path }]);
});
