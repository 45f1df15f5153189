import { expect, test } from 'vitest';
import type { Console } from '../../source/cli/console.ts';
import { runAttest, runWaive } from '../../source/cli/run-decide.ts';
import type { DecisionWritten } from '../../source/cli/wiring-types.ts';
import type { Decision } from '../../source/core/decision.ts';
import { Bug } from '../../source/core/errors.ts';
import { aCheck, aReport } from '../report/sample.ts';

/** Runs with a wiring that writes nothing and keeps what it was to write. */
const fakeConsole = (written: Partial<DecisionWritten> = {}) => {
	const decisions: Decision[] = [];
	const out: string[] = [];
	const notes: string[] = [];
	const never = async (): Promise<never> => {
		throw new Bug('not asked for here');
	};
	const console: Console = {
		out: text => out.push(text),
		note: line => notes.push(line),
		progress: () => {},
		colour: false,
		terminal: false,
		interactive: false,
		env: {},
		now: new Date('2026-11-22T12:00:00Z'),
		wiring: async () => ({
			openWorkbench: never,
			auditOnce: never,
			changedPaths: never,
			recordDecision: async ({ decisionFor }) => {
				decisions.push(decisionFor(aReport([aCheck()])));
				return {
					path: 'bp-audit.toml',
					root: '/r',
					lines: ['[[waiver]]', 'reason = "x"'],
					matches: 1,
					questions: [],
					how: 'added',
					...written,
				};
			},
		}),
		openSample: never,
		showSession: never,
		readFile: never,
		writeFile: never,
	};
	return { console, decisions, out, notes };
};

const plain = { command: 'waive', reason: 'x', until: null, glob: null, owner: null } as const;

test.each([
	['0123456789abcdef', { of: 'finding', fingerprint: '0123456789abcdef', path: 'src/a.py' }],
	['http-timeouts/retry', { of: 'check', check: 'http-timeouts/retry' }],
	['6.1', { of: 'practice', practice: '6.1' }],
])('%s names what is waived', async (id, scope) => {
	const { console, decisions } = fakeConsole();
	expect(await runWaive({ ...plain, id }, console)).toBe(0);
	expect(decisions).toMatchObject([{ kind: 'waiver', scope, reason: 'x' }]);
});

test('what was written goes to standard output, what to do next beside it', async () => {
	const { console, out, notes } = fakeConsole();
	await runWaive({ ...plain, id: '6.1', until: '2027-01-31', owner: 'team' }, console);
	expect(out).toEqual(['[[waiver]]\nreason = "x"\n']);
	expect(notes).toEqual([
		'Added to bp-audit.toml; it takes in 1 finding',
		'Commit it with your code: git add bp-audit.toml',
	]);
});

test('an attestation names the questions that it answers', async () => {
	const { console, decisions, notes } = fakeConsole({ questions: ['Is it?'], how: 'created' });
	await runAttest({ command: 'attest', id: '7.3', answer: 'no', note: 'not yet', until: null }, console);
	expect(decisions).toEqual([
		{ kind: 'attestation', scope: { of: 'practice', practice: '7.3' }, answer: 'no', note: 'not yet' },
	]);
	expect(notes.slice(0, 2)).toEqual([
		'Written to a new bp-audit.toml; it takes in 1 question',
		'Answered: Is it?',
	]);
});

test.each([
	['ffffffffffffffff', null, 'there is no finding `ffffffffffffffff`'],
	['0123456789abcdef', 'src/**', 'one finding has its path already'],
	['6', null, '`6` is a whole section'],
])('%s is refused', async (id, glob, message) => {
	const { console } = fakeConsole();
	await expect(runWaive({ ...plain, id, glob }, console)).rejects.toThrow(message);
});
