import type { CodeSite } from '../../../core/facts/code-site.ts';
import type { HttpCall, HttpKind, HttpModule } from '../../../core/facts/http.ts';
import type { Facts, Project, Role } from '../../../core/facts.ts';
import type { Confidence, Finding, Level } from '../../../core/finding.ts';
import type { Verdict } from '../../../core/practice.ts';
import { manual, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn, isRunning, type ProjectFile } from '../../../core/project-files.ts';
import { fromFolder } from '../../../core/folders.ts';

/** Facts that tell whether the practice applies. */
export type Needed = Pick<Facts, 'files' | 'modules' | 'http'>;

const clients = /^(?:requests|httpx|aiohttp|urllib3|urllib\.request|http\.client|requests_toolbelt)(?:\.|$)/;
const standard: ReadonlySet<string> = new Set(['urllib.request', 'http.client']);

/**
 * The package of a client, in the project that makes it: its calls are what others are told to make, and what they
 * leave open is for their callers to say. The rest of such a project is judged like any other.
 */
const isClientsOwn = (path: string, { path: root }: Project): boolean => {
	return /^(?:src\/)?(?:requests|httpx|httpcore|aiohttp|urllib3|niquests|httplib2)\//.test(
		fromFolder(root, path),
	);
};

/** Files that talk HTTP, with the code a project runs first; a reason where it runs none that does. */
export const httpFiles = (facts: Needed, project: Project): readonly ProjectFile<HttpModule>[] | Verdict => {
	const importing = filesIn(facts.modules, facts, project).filter(
		({ role, value }) =>
			isRunning(role) &&
			value.imports.some(
				({ module, name }) => clients.test(module) || (name !== null && standard.has(`${module}.${name}`)),
			),
	);
	if (importing.length === 0) return notApplicable('no code that the project runs imports an HTTP client');
	if (importing.every(({ path }) => isClientsOwn(path, project)))
		return notApplicable('the project is an HTTP client itself');
	return filesIn(facts.http, facts, project).filter(({ path }) => !isClientsOwn(path, project));
};

/** A script that hangs is seen by whoever started it; tests and examples are told of, and change nothing. */
export const levelIn = (role: Role, level: Level): Level | null => {
	if (role === 'script' && level === 'fail') return 'warn';
	if (isRunning(role)) return level;
	return role === 'test' || role === 'docs' ? 'info' : null;
};

export interface Judged {
	readonly level: Level;
	readonly message: string;
	readonly confidence?: Confidence;
	readonly expected: string;
}

/** A finding at a site, weighed by role; what a comment silences is a note. */
export const findingAt = (site: CodeSite, role: Role, judged: Judged): readonly Finding[] => {
	const level = levelIn(role, judged.level);
	if (level === null) return [];
	const { suppression } = site;
	const marker = suppression?.by === 'bp-audit' ? 'bp-audit: ignore' : suppression?.by;
	const reason =
		suppression === null || suppression.reason === '' ? '' : `: ${suppression.reason.slice(0, 120)}`;
	return [
		{
			level: suppression === null ? level : 'info',
			message:
				suppression === null ? judged.message : `${judged.message} (silenced by \`# ${marker}\`${reason})`,
			confidence: judged.confidence ?? 'certain',
			at: site.at,
			found: site.code,
			expected: judged.expected,
			key: `${judged.message}\0${site.code}`,
		},
	];
};

/** What a timeout check says of one call: something wrong, nothing, or that it cannot be told. */
export type CallJudgement = Judged | 'hidden' | null;

export interface TimeoutCheck {
	readonly kinds: readonly HttpKind[];
	readonly judge: (call: HttpCall) => CallJudgement;
	/** Where no call of the kinds is made. */
	readonly absent: string;
	readonly question: string;
	readonly evidence: (calls: number) => string;
}

/** What is said of a call that waits for ever unless it is told otherwise, as those of `requests` do. */
export const unlimited = ({ api, timeout }: HttpCall, expected: string): CallJudgement => {
	switch (timeout.kind) {
		case 'absent':
			return { level: 'fail', message: `\`${api}\` has no timeout and can wait for ever`, expected };
		case 'none':
			return {
				level: 'fail',
				message: `\`${api}\` has \`timeout=None\` and can wait for ever`,
				expected: '`timeout=(5, 30)`',
			};
		case 'hidden':
			return 'hidden';
		case 'seconds':
		case 'given':
		case 'client':
			return null;
	}
};

/** Whether a finding counts. */
export const isOpen = ({ level }: Finding): boolean => level !== 'info';

/** The part that all timeout checks share: calls of some kinds, each judged by itself. */
export const timeoutVerdict = (facts: Needed, project: Project, check: TimeoutCheck): Verdict => {
	const files = httpFiles(facts, project);
	if ('status' in files) return files;
	const findings: Finding[] = [];
	const hidden: Finding[] = [];
	let calls = 0;
	for (const { role, value } of files) {
		for (const call of value.calls) {
			if (!check.kinds.includes(call.kind)) continue;
			if (isRunning(role)) calls++;
			const judged = check.judge(call);
			if (judged === null) continue;
			if (judged !== 'hidden') findings.push(...findingAt(call, role, judged));
			else if (isRunning(role)) {
				const message = `Whether \`${call.api}\` has a timeout cannot be seen here`;
				hidden.push(
					...findingAt(call, role, {
						level: 'warn',
						message,
						confidence: 'likely',
						expected: 'a `timeout` on the call',
					}),
				);
			}
		}
	}
	if (calls === 0) return notApplicable(check.absent);
	if (!findings.some(isOpen) && hidden.some(isOpen)) return manual(check.question, [...hidden, ...findings]);
	const notes = hidden.map((finding): Finding => ({ ...finding, level: 'info' }));
	return verdictOf([...findings, ...notes], check.evidence(calls));
};
