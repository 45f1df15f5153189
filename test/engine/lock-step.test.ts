import { expect, test } from 'vitest';
import type { Facts, Project } from '../../source/core/facts.ts';
import type { TomlDocument } from '../../source/core/facts/config.ts';
import type { LockKind } from '../../source/core/facts/packaging.ts';
import type { Execution, Plan } from '../../source/core/fixer.ts';
import { lockStepOf } from '../../source/engine/lock-step.ts';
import { recordOf } from '../../source/engine/records.ts';

const plan: Plan = {
	outcome: 'plan',
	summary: 'add a group',
	area: 'deps',
	changed: [],
	atRunTime: 'Nothing.',
	followUps: [],
	edits: [{ kind: 'create', path: 'a', text: '' }],
	lockDirty: true,
};
const execution: Execution = {
	outcome: 'execution',
	summary: 'lock',
	area: 'deps',
	changed: [],
	atRunTime: 'Nothing.',
	followUps: [],
	commands: [['uv', 'lock']],
	inputs: [],
	directory: '.',
	outputs: ['uv.lock'],
	edits: [],
};

const svc: Project = {
	path: 'svc',
	name: 'svc',
	kinds: [],
	declared: true,
	manifests: [],
	lockRoot: 'svc',
};

const setUp: TomlDocument = {
	path: 'svc/pyproject.toml',
	value: { tool: { uv: { package: true } } },
	locations: {},
};

const lockedBy = (
	kind: LockKind,
	path: string,
	documents: readonly TomlDocument[] = [],
): Pick<Facts, 'packaging' | 'projects' | 'toml'> => ({
	projects: [svc],
	toml: new Map(documents.map(value => [value.path, { ok: true, value }])),
	packaging: new Map([
		[
			'svc',
			{
				kinds: [],
				declared: [],
				computed: null,
				pythonTwo: null,
				named: [],
				locks: [
					{
						path,
						kind,
						freshness: { state: 'fresh' },
						missingWheels: [],
						manifest: 'pyproject.toml',
						isPartial: false,
					},
				],
				ignored: [],
				requirements: [],
				hasComputedRequirements: false,
				canLockWithUv: false,
			},
		],
	]),
});

test.each<[LockKind, string, string]>([
	['uv', 'uv.lock', 'uv lock'],
	['poetry', 'svc/poetry.lock', 'poetry lock'],
	['pdm', 'svc/pdm.lock', 'pdm lock'],
	['pipenv', 'svc/Pipfile.lock', 'pipenv lock'],
])('a lockfile of %s is left behind, and its tool is named', (kind, path, command) => {
	const directory = path.includes('/') ? 'svc' : '.';
	const step = lockStepOf(plan, [], lockedBy(kind, path), 'svc');
	expect(step).toEqual({ state: 'outdated', path, directory, command });
	expect(recordOf({ lock: step }).lock).toEqual(step);
});

test('a lockfile of a manager that uv has taken over from is not written again', () => {
	expect(lockStepOf(plan, [], lockedBy('poetry', 'svc/poetry.lock', [setUp]), 'svc')).toBeNull();
	expect(lockStepOf(plan, [], lockedBy('uv', 'svc/uv.lock', [setUp]), 'svc')).not.toBeNull();
});

test('no command is made up for a lockfile that several tools write', () => {
	expect(lockStepOf(plan, [], lockedBy('compiled', 'requirements.txt'), 'svc')).toBeNull();
});

test('a plan that leaves the lockfile as it is does nothing to it', () => {
	const { lockDirty: _, ...harmless } = plan;
	expect(lockStepOf(harmless, [], lockedBy('uv', 'uv.lock'), 'svc')).toBeNull();
	expect(recordOf({}).lock).toBeUndefined();
});

test('a program that wrote it settles it', () => {
	const facts = lockedBy('uv', 'uv.lock');
	expect(lockStepOf(execution, ['uv.lock'], facts, 'svc')).toEqual({ state: 'written', path: 'uv.lock' });
	expect(lockStepOf(execution, ['.gitignore'], facts, 'svc')).toBeNull();
});
