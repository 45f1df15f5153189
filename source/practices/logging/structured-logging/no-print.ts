import type { Facts } from '../../../core/facts.ts';
import type { LintHit } from '../../../core/facts/python.ts';
import type { ModulePrints, PrintCall } from '../../../core/facts/prints.ts';
import type { Finding, Level } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { runsInLambda } from '../../../core/lambda.ts';
import { exemptionsOf } from './exemptions.ts';

/** Ruff knows whether `print` is the builtin, and honours `# noqa`; the fact knows where the call stands. */
const isReal = (call: PrintCall, hits: readonly LintHit[]): boolean =>
	call.kind === 'stream write' ||
	call.kind === 'traceback' ||
	hits.some(
		({ code, line, column }) =>
			(code === 'T201' || code === 'T203') && line === call.line && column === call.column,
	);

const messageOf = (call: PrintCall): string => {
	switch (call.kind) {
		case 'print':
			return call.writesJson
				? '`print` writes a hand-made JSON record, past the logger'
				: '`print` writes a line without level, time or context';
		case 'pprint':
			return '`pprint` writes lines without level, time or context';
		case 'stream write':
			return 'A write to a standard stream has no level, time or context';
		case 'traceback':
			return '`traceback.print_exc` writes a traceback past the logger, a record for each line';
	}
};

const findingOf = (path: string, call: PrintCall, level: Level): Finding => ({
	level,
	message: messageOf(call),
	confidence: 'certain',
	at: { path, line: call.line, column: call.column, endLine: call.endLine, endColumn: call.endColumn },
	found: call.source,
	expected: call.writesJson ? 'a logger call, or Powertools Metrics for embedded metrics' : 'a logger call',
	key: `${call.kind} ${call.source}`,
});

/** One note for a file and reason; a command-line program would fill the report otherwise. */
const notesOf = (path: string, exempt: ReadonlyMap<string, readonly PrintCall[]>): readonly Finding[] =>
	[...exempt].flatMap(([reason, calls]) => {
		const [first] = calls;
		if (!first) return [];
		const counted = calls.length === 1 ? 'One call prints' : `${calls.length} calls print`;
		return [
			{
				level: 'info',
				message: `${counted}, which is fine here: ${reason}`,
				confidence: 'likely',
				at: { path, line: first.line, column: first.column },
				key: `exempt ${reason}`,
			} satisfies Finding,
		];
	});

const hitsOf = (path: string, facts: Pick<Facts, 'lint'>): readonly LintHit[] => {
	const parsed = facts.lint.get(path);
	return parsed?.ok ? parsed.value : [];
};

const partition = (
	path: string,
	prints: ModulePrints,
	exemptionOf: (call: PrintCall) => string | null,
	facts: Pick<Facts, 'lint'>,
): { readonly open: readonly PrintCall[]; readonly exempt: ReadonlyMap<string, readonly PrintCall[]> } => {
	const hits = hitsOf(path, facts);
	const open: PrintCall[] = [];
	const exempt = new Map<string, PrintCall[]>();
	for (const call of prints.calls.filter(one => isReal(one, hits))) {
		const reason = exemptionOf(call);
		if (reason === null) open.push(call);
		else exempt.set(reason, [...(exempt.get(reason) ?? []), call]);
	}
	return { open, exempt };
};

export default defineCheck({
	id: 'no-print',
	spec: '3.1e',
	title: 'Production code does not print',
	failTitle: 'Production code prints',
	severity: 'medium',
	scope: 'project',
	needs: ['files', 'modules', 'functions', 'prints', 'lint', 'toml', 'ini', 'consoleScripts', 'ruffConfigs'],
	check(facts, project) {
		const production = [...facts.files.values()].filter(
			file => file.role === 'prod' && file.project === project.path && file.path.endsWith('.py'),
		);
		if (production.length === 0) return notApplicable('the project has no production Python code');
		const deployed = project.kinds.includes('lambda') || project.kinds.includes('service');
		const isLambda = (path: string): boolean => runsInLambda(path, facts);
		if (!deployed && !project.kinds.includes('library') && !production.some(({ path }) => isLambda(path))) {
			return notApplicable('a program for the command line writes to standard output by design');
		}
		const findings = production.flatMap(({ path }): readonly Finding[] => {
			const parsed = facts.prints.get(path);
			if (!parsed?.ok) return [];
			const lambda = isLambda(path);
			const exemptionOf = exemptionsOf(path, parsed.value, lambda, project, facts);
			const { open, exempt } = partition(path, parsed.value, exemptionOf, facts);
			const level = deployed || lambda ? 'fail' : 'warn';
			return [...open.map(call => findingOf(path, call, level)), ...notesOf(path, exempt)];
		});
		const modules = production.length === 1 ? 'module' : 'modules';
		const severity = findings.some(({ level }) => level === 'fail') ? 'medium' : 'low';
		return verdictOf(findings, `no call in ${production.length} production ${modules} prints`, severity);
	},
});
