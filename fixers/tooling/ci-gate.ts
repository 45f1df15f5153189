import type { Facts, Project } from '../../source/core/facts.ts';
import type { Finding } from '../../source/core/finding.ts';
import type { Planned } from '../../source/core/fixer.ts';
import { declined } from '../../source/core/fixer.ts';
import { editTemplate } from '../../source/edit/template.ts';
import { defineFixer } from '../define.ts';
import { pipelineFiles } from '../touches.ts';
import { mayTurnRed, redQuestion } from './ci-clean.ts';
import { uvLockState } from './fresh-lock.ts';
import type { Host } from './gate-host.ts';
import { hostsFor, placeOf, stepFor } from './gate-host.ts';
import { qualityPath, qualityWorkflow } from './quality-workflow.ts';
import type { GateFacts, WantedGate } from './wanted-gates.ts';
import { missingGates, uvOptions, wantedGate } from './wanted-gates.ts';

// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax

type Needed = GateFacts & Pick<Facts, 'ruffRuns' | 'packaging' | 'paths'>;

const noGate = /^no (ruff-check|ruff-format|mypy|bandit)$/;
const noPipeline = /^no (?:pipeline|trigger)$/;

const toolOf = ({ key = '' }: Finding): string | null => noGate.exec(key)?.[1] ?? null;

/** What would be run, for the question. */
const wantedBy = (facts: Needed, project: Project, findings: readonly Finding[]): readonly WantedGate[] => {
	const tool = findings.map(toolOf).find(found => found !== null);
	if (tool === undefined || tool === null) return missingGates(facts, project, true);
	const gate = wantedGate(facts, project, tool);
	return typeof gate === 'string' ? [] : [gate];
};

const byHand = (gate: WantedGate): string => `\`${[gate.program, ...gate.args].join(' ')}\``;

const followUps = ['Make the job a required check of the default branch'];

const beside = (
	gate: WantedGate,
	hosts: readonly Host[],
	texts: ReadonlyMap<string, string>,
): Planned | null => {
	for (const host of hosts) {
		const { command, runner, side } = host;
		const text = texts.get(command.stepPath);
		const place = text === undefined ? null : placeOf(text, host);
		const line = [...runner, gate.program, ...gate.args].join(' ');
		const step = place ? stepFor(place.item, gate, line) : null;
		if (text === undefined || !place || step === null) continue;
		const at = side === 'before' ? place.at : place.at + 1;
		const result = editTemplate(
			text,
			[
				at < place.length
					? { kind: 'before', path: [...place.list, at], value: step }
					: { kind: 'append', path: place.list, value: step },
			],
			{ byHand: true },
		);
		if (result.outcome === 'declined') continue;
		const [first, ...rest] = result.splices;
		if (!first) continue;
		return {
			outcome: 'plan',
			area: 'ci',
			summary: `run ${[gate.program, ...gate.args.slice(0, 1)].join(' ').replace(/ (?:\.|src)$/, '')} on every change`,
			changed: [
				`\`${command.stepPath}\` runs \`${line}\` beside \`${command.text.split('\n', 1)[0] ?? ''}\`.`,
			],
			atRunTime: 'Nothing; only builds change.',
			followUps,
			edits: [{ kind: 'splice', path: command.stepPath, splices: [first, ...rest] }],
			safety: 'guided',
			reveals: true,
		};
	}
	return null;
};

/** A workflow of its own, where uv can build the environment from a lockfile that fits. */
const apart = (facts: Needed, project: Project, findings: readonly Finding[]): Planned => {
	const gates = wantedBy(facts, project, findings);
	if (gates.length === 0) return declined('no tool is declared and configured yet; that goes first');
	const add = `add ${gates.map(byHand).join(', ')} to it by hand`;
	if (facts.ci.sources.some(({ provider }) => provider !== 'github' && provider !== 'pre-commit-ci'))
		return declined(`no step was found beside which it could run in the pipeline; ${add}`);
	if (facts.paths.has(qualityPath)) return declined(`\`${qualityPath}\` is there already; ${add}`);
	const lock = uvLockState(facts, project);
	if (lock.kind !== 'fits' || project.lockRoot !== project.path)
		return declined(
			`how the pipeline would install the tools is not known: a new workflow needs a \`uv.lock\` that fits; ${add}`,
		);
	const withOptions = gates.flatMap(gate => {
		const options = uvOptions(facts, project, gate.program);
		return options === null ? [] : [{ gate, options }];
	});
	if (withOptions.length === 0) return declined(`the group that holds the tool was not found; ${add}`);
	return {
		outcome: 'plan',
		area: 'ci',
		summary: 'run the checks on every change',
		changed: [`\`${qualityPath}\` runs ${withOptions.map(({ gate }) => byHand(gate)).join(', ')}.`],
		atRunTime: 'Nothing; only builds change.',
		followUps,
		edits: [
			{ kind: 'create', path: qualityPath, text: qualityWorkflow(facts.ci, withOptions, project.path) },
		],
		safety: 'guided',
		reveals: true,
	};
};

export default defineFixer({
	id: 'ci-gate',
	title: 'Run the tool on every change',
	checks: [
		'ci-gates/pipeline',
		'ci-gates/lint-gate',
		'ci-gates/format-gate',
		'ci-gates/type-gate',
		'security-scans/sast-gate',
	],
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
		'ruffRuns',
		'packaging',
		'paths',
	],
	touches: pipelineFiles,
	after: [
		'uv-lock',
		'ruff-config',
		'ruff-fix',
		'ruff-format',
		'mypy-config',
		'annotate-none',
		'pre-commit-hooks',
		'ci-soft',
	],
	safetyNote:
		'It only adds: one step beside those that check or test already, started as they are, or a workflow of its own for a project ' +
		'with a fresh `uv.lock`. What the tool finds fails the build from then on, so it asks first where that may happen at once.',
	takes: finding => toolOf(finding) !== null || noPipeline.test(finding.key ?? ''),
	isReady(finding, { facts, project }) {
		const tool = toolOf(finding);
		const gate = tool === null ? null : wantedGate(facts, project, tool);
		if (typeof gate === 'string') return false;
		return (
			(gate !== null && hostsFor(facts, project, gate).length > 0) ||
			apart(facts, project, [finding]).outcome === 'plan'
		);
	},
	questions({ facts, project, findings }) {
		const question = redQuestion(facts, wantedBy(facts, project, findings));
		return question ? [question] : [];
	},
	reads: ({ facts }) => facts.ci.sources.map(({ path }) => path),
	plan({ facts, project, findings, texts, answers }) {
		const tool = findings.map(toolOf).find(found => found !== null) ?? null;
		const gate = tool === null ? null : wantedGate(facts, project, tool);
		if (typeof gate === 'string') return declined(gate);
		const planned =
			(gate ? beside(gate, hostsFor(facts, project, gate), texts) : null) ?? apart(facts, project, findings);
		if (planned.outcome !== 'plan') return planned;
		const question = redQuestion(facts, wantedBy(facts, project, findings));
		return question && answers[mayTurnRed] !== 'yes'
			? declined(`this may turn the build red: ${question.explanation} Answer yes to add it all the same`)
			: planned;
	},
});
