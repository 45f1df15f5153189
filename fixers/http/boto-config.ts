import { leftAlone } from '../left-alone.ts';
import { counted } from '../../source/core/counted.ts';
import type { AwsClient } from '../../source/core/facts/aws-clients.ts';
import type { ConfigHome } from '../../source/core/client-settings.ts';
import { sdkEnvironmentOf, settingsOf } from '../../source/core/client-settings.ts';
import type { Finding } from '../../source/core/finding.ts';
import { declined, type FixerGround } from '../../source/core/fixer.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { rangeKey } from '../../source/edit/python/nodes.ts';
import { defineFixer } from '../define.ts';
import { testsImporting } from '../importing-tests.ts';
import { pythonFiles } from '../touches.ts';
import { configureFile, type Task } from './boto-config/configure-file.ts';
import { nameInManifest } from '../project-name.ts';

// https://docs.aws.amazon.com/botocore/latest/reference/config.html

const needs = ['files', 'modules', 'awsClients', 'paths', 'functions', 'toml'] as const;
type Ground = FixerGround<(typeof needs)[number]>;

const isOpen = ({ level }: Finding): boolean => level !== 'info';

const isOfMode = ({ expected }: Finding): boolean => expected?.startsWith('`retries=') === true;

const clientAt = (finding: Finding, { facts }: Ground): AwsClient | null => {
	const parsed = facts.awsClients.get(finding.at.path);
	const clients = parsed?.ok ? parsed.value.clients : [];
	return clients.find(({ at }) => rangeKey(at) === rangeKey(finding.at)) ?? null;
};

const homeOf = (finding: Finding, ground: Ground): ConfigHome | null => {
	const client = clientAt(finding, ground);
	const settings = client ? settingsOf(client, ground.facts, ground.project) : null;
	return settings?.kind === 'known' ? settings.home : null;
};

const emptyTask = (): Task => ({
	clients: new Set(),
	modes: new Set(),
	constants: new Set(),
	constantModes: new Set(),
});

/** What is to be done in which file: a constant is completed where it stands. */
const tasksFor = (findings: readonly Finding[], ground: Ground): ReadonlyMap<string, Task> => {
	const tasks = new Map<string, Task>();
	const taskOf = (path: string): Task => {
		const task = tasks.get(path) ?? emptyTask();
		tasks.set(path, task);
		return task;
	};
	for (const finding of findings.filter(isOpen)) {
		const home = homeOf(finding, ground);
		const task = taskOf(home?.path ?? finding.at.path);
		if (home) (isOfMode(finding) ? task.constantModes : task.constants).add(home.name);
		else (isOfMode(finding) ? task.modes : task.clients).add(rangeKey(finding.at));
	}
	return tasks;
};

/** The name that the project gives itself, as botocore accepts it. */
const agentOf = (ground: Ground): string | null => {
	const name = nameInManifest(ground);
	return name !== null && /^[A-Za-z0-9._-]+$/.test(name) ? name : null;
};

/** Services whose client a test expects to be made without more arguments. */
const pinnedIn = (texts: Iterable<string>): ReadonlySet<string> =>
	new Set(
		[...texts].flatMap(text =>
			/\bboto3\b|\b(?:client|resource)\b/.test(text)
				? [...text.matchAll(/\bassert_(?:any_call|called(?:_once)?_with)\(\s*["']([\w-]+)["']/g)].map(
						([, service]) => service ?? '',
					)
				: [],
		),
	);

/** `10 or 60`. */
const inOrder = (numbers: ReadonlySet<number>): string => [...numbers].toSorted((a, b) => a - b).join(' or ');

export default defineFixer({
	id: 'boto-config',
	title: 'Give AWS clients timeouts and a retry mode',
	checks: ['aws-client-config/config', 'aws-client-config/mode'],
	safety: 'review',
	needs,
	touches: pythonFiles,
	after: [],
	perFile: true,
	safetyNote:
		'Only the keyword `config` is added, and to a `Config` that is there only what it leaves to the SDK. No wait becomes ' +
		'shorter than what the services of the file need: ten seconds where all of them answer at once, otherwise the minute ' +
		'of the SDK, written out. Four attempts take the place of the five of the SDK, and of the ten that it makes with ' +
		'DynamoDB unless the services of the file all answer at once. Clients whose arguments a test asserts are left alone.',
	takes: finding =>
		isOpen(finding) &&
		finding.at.line !== undefined &&
		!finding.message.startsWith('What this client') &&
		!(isOfMode(finding) && finding.found === undefined),
	isReady(finding, ground) {
		const client = clientAt(finding, ground);
		const parsed = ground.facts.awsClients.get(finding.at.path);
		if (!client || !parsed?.ok) return false;
		return !(client.config.kind === 'none' || client.config.kind === 'given') || parsed.value.importsAtTop;
	},
	questions: () => [],
	reads: ({ facts, project, findings }) => {
		const paths = [...tasksFor(findings, { facts, project }).keys()];
		return [...paths, ...testsImporting(paths, facts, project)];
	},
	plan({ facts, project, findings, texts, engines }) {
		const tasks = tasksFor(findings, { facts, project });
		const environment = sdkEnvironmentOf(facts, project);
		const pinned = pinnedIn([...texts].flatMap(([path, text]) => (tasks.has(path) ? [] : [text])));
		const ground = { environment, agent: agentOf({ facts, project }), pinned };
		const edits: Edit[] = [];
		const left: string[] = [];
		const waits = new Set<number>();
		const again = new Set<number>();
		let given = 0;
		let completed = 0;
		let triesLess = false;
		for (const [path, task] of tasks) {
			const text = texts.get(path);
			if (text === undefined) continue;
			const parse = (current: string) =>
				engines.python({ path, text: current, lineStarts: lineStartsOf(current) });
			const result = configureFile(text, parse, path, task, ground);
			for (const service of new Set(result.left))
				left.push(`a test asserts how the \`${service}\` client in \`${path}\` is made`);
			if (result.edit.outcome === 'declined') {
				if (result.left.length === 0) left.push(`\`${path}\`: ${result.edit.reason}`);
				continue;
			}
			const [first, ...rest] = result.edit.splices;
			if (!first) continue;
			given += result.given;
			completed += result.completed;
			triesLess ||= result.triesLess;
			if (result.given > 0) {
				waits.add(result.waits.read);
				again.add(result.waits.again + 1);
			}
			edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first) return declined(left[0] ?? 'none of these clients can be given a `Config` here');
		return {
			outcome: 'plan',
			area: 'aws',
			summary: 'give AWS clients timeouts and a retry mode',
			changed: [
				...(given > 0
					? [
							`${counted(given, 'client')} ${given === 1 ? 'gets' : 'get'} a \`Config\`: five seconds to connect, ${inOrder(waits)} to answer${waits.size > 1 ? ' depending on the services of the file' : ''}${environment.setsRetries ? '' : `, and retries in the standard mode, ${inOrder(again)} attempts in all`}.`,
						]
					: []),
				...(given > 0 && ground.agent !== null
					? [`AWS is told that the calls come from \`${ground.agent}\`, which its logs of calls then show.`]
					: []),
				...(completed > 0
					? [
							`${completed === 1 ? 'One `Config` that is there is' : `${completed} \`Config\` calls that are there are`} told what was left to the SDK.`,
						]
					: []),
				...(triesLess
					? [
							'Calls of DynamoDB are tried four times in all where the SDK tried ten, because slower services share the `Config`.',
						]
					: []),
				...leftAlone(left),
			],
			atRunTime:
				'A connection or an answer that takes longer than written fails, and is repeated as the standard mode has it: ' +
				'for more kinds of errors than the legacy mode, and with longer pauses.',
			followUps: [
				'Check that no call legitimately waits longer for its answer than the `read_timeout` written',
			],
			edits: [first, ...rest],
		};
	},
});
