import { counted } from '../../source/core/counted.ts';
import { gatesOf } from '../../source/core/ci.ts';
import type { Facts, Project } from '../../source/core/facts.ts';
import type { Finding } from '../../source/core/finding.ts';
import type { Planned, Question } from '../../source/core/fixer.ts';
import { declined } from '../../source/core/fixer.ts';
import { defineFixer } from '../define.ts';
import { mayTurnRed } from '../tooling/ci-clean.ts';
import type { Job, JobFacts, Scanner } from './security-jobs.ts';
import { banditJob, scanJob, scannersFor, workflowOf } from './security-jobs.ts';

// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax

const path = '.github/workflows/security.yml';
const scannerQuestion = 'scanner';

/** What bandit takes for less than medium; a constant command in a shell is, too. */
const low = /^S(?:311|504|101|105|106|107|110|112|40\d|603|606|607)$/;

const severe = ({ lint, files }: Pick<Facts, 'lint' | 'files'>): number =>
	[...lint].reduce((sum, [file, parsed]) => {
		if (!parsed.ok || files.get(file)?.role !== 'prod') return sum;
		const hits = parsed.value.filter(
			({ code, message, source }) =>
				/^S\d/.test(code) &&
				!low.test(code) &&
				!message.includes('seems safe') &&
				!/#\s*nosec\b/.test(source),
		);
		return sum + hits.length;
	}, 0);

const redQuestion = (facts: JobFacts, withBandit: boolean): Question => {
	const count = withBandit ? severe(facts) : 0;
	const found =
		count === 0
			? 'What the scans find today is not known without running them'
			: `Ruff’s port of bandit finds ${counted(count, 'thing')} of medium severity or more today, and what is known of the dependencies is not known here`;
	return {
		id: mayTurnRed,
		prompt: 'The new workflow may be red from its first day. Add it all the same?',
		explanation: `${found}; it fails until each finding is mended or accepted.`,
		kind: { type: 'yes-no' },
		fallback: 'no',
	};
};

const wants = (findings: readonly Finding[], key: string): boolean =>
	findings.some(finding => finding.key === key);

/** The jobs that are missing, those that were not asked for too: a second workflow would have the same name. */
const jobsFor = (
	facts: JobFacts,
	project: Project,
	findings: readonly Finding[],
	scanner: Scanner,
): readonly { readonly job: Job; readonly asked: boolean }[] => {
	const lacks = (tools: Parameters<typeof gatesOf>[1]): boolean =>
		gatesOf(facts.ci, tools, { scheduled: true }).gates.length === 0;
	const code = wants(findings, 'no bandit');
	const dependencies = wants(findings, 'no scan');
	return [
		...(code ? [{ job: banditJob(facts, project), asked: true }] : []),
		...(dependencies || (code && lacks(['osv-scanner', 'pip-audit', 'uv-audit']))
			? [{ job: scanJob(facts, scanner), asked: dependencies }]
			: []),
	];
};

const planned = (
	facts: JobFacts,
	project: Project,
	findings: readonly Finding[],
	scanner: Scanner,
): Planned => {
	const jobs = jobsFor(facts, project, findings, scanner);
	const refused = jobs.find(({ job, asked }) => asked && typeof job === 'string');
	if (typeof refused?.job === 'string') return declined(refused.job);
	const made = jobs.flatMap(({ job }) => (typeof job === 'string' ? [] : [job]));
	const runs = made.map(job => `\`${job.runs}\``).join(' and ');
	if (facts.ci.sources.some(({ provider }) => provider !== 'github' && provider !== 'pre-commit-ci'))
		return declined(`the pipeline is not one of GitHub; add ${runs} to it by hand`);
	const there = [path, path.replace(/yml$/, 'yaml')].find(each => facts.paths.has(each));
	if (there !== undefined) return declined(`\`${there}\` is there already; add ${runs} to it by hand`);
	return {
		outcome: 'plan',
		area: 'ci',
		summary: 'scan for weaknesses on every change',
		changed: [`\`${path}\` runs ${runs}, for each change and once a week.`],
		atRunTime: 'Nothing; only builds change.',
		followUps: ['Make its jobs required checks of the default branch'],
		edits: [{ kind: 'create', path, text: workflowOf(made.map(({ lines }) => lines)) }],
		reveals: true,
	};
};

export default defineFixer({
	id: 'security-workflow',
	title: 'Scan for weaknesses on every change',
	checks: ['security-scans/sast-gate', 'security-scans/sca-gate'],
	safety: 'guided',
	needs: [
		'ci',
		'devDependencies',
		'toolPins',
		'ruffConfigs',
		'mypyConfigs',
		'toml',
		'files',
		'testUse',
		'locks',
		'requirements',
		'lint',
		'paths',
	],
	touches: ['.github/workflows/security.yml'],
	after: ['uv-migration', 'uv-lock', 'ci-gate', 'archive-filter', 'yaml-safe-load'],
	safetyNote:
		'A new workflow with no rights but to read the code; none that is there is touched, and no merge waits for it before ' +
		'somebody makes it a required check. It may find something on its first day, so it asks.',
	takes: ({ key }) => key === 'no bandit' || key === 'no scan',
	isReady: (finding, { facts, project }) =>
		planned(facts, project, [finding], 'osv-scanner').outcome === 'plan',
	questions({ facts, findings }) {
		const red = redQuestion(facts, wants(findings, 'no bandit'));
		const [first, ...others] = scannersFor(facts);
		if (first === undefined || others.length === 0) return [red];
		return [
			{
				id: scannerQuestion,
				prompt: 'Which scanner should read `uv.lock`?',
				explanation:
					'osv-scanner reads the lock itself, by a workflow of Google that asks to write security events; ' +
					'pip-audit reads an export of it in a plain step.',
				kind: {
					type: 'choice',
					choices: [first, ...others].map(value => ({ value, label: value })),
				},
				fallback: first,
			},
			red,
		];
	},
	reads: () => [],
	plan({ facts, project, findings, answers }) {
		const scanner = scannersFor(facts).find(name => name === answers[scannerQuestion]) ?? 'osv-scanner';
		const plan = planned(facts, project, findings, scanner);
		if (plan.outcome !== 'plan' || answers[mayTurnRed] === 'yes') return plan;
		return declined('the new workflow may be red from its first day; answer yes to add it all the same');
	},
});
