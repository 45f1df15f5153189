import type { Table } from '../core/facts/config.ts';
import type { PlanStep } from '../core/plan-file.ts';
import { entryOfDecision } from './decisions.ts';
import { renderKey, renderPair } from './toml/render.ts';

const style = { quote: '"', indent: '    ', eol: '\n' } as const;

const block = (header: string, entries: Table): string =>
	[header, ...Object.entries(entries).map(([key, value]) => renderPair([key], value, style, ''))].join('\n');

const blockOf = (step: PlanStep): string => {
	if (step.kind === 'decision') return block(`[[${step.decision.kind}]]`, entryOfDecision(step.decision));
	const { fixer, check, project, findings, answers, subject } = step;
	const given = Object.keys(answers).length > 0;
	return [
		block('[[fix]]', {
			fixer,
			check,
			...(project === '.' ? {} : { project }),
			...(findings === undefined ? {} : { findings }),
			...(subject === undefined ? {} : { subject }),
		}),
		...(given ? [block('[fix.answers]', Object.fromEntries(Object.entries(answers)))] : []),
	].join('\n');
};

/** The text of a plan file: what `fix --plan` reads. Fixes stand first, in their order; decisions follow. */
export const planText = (steps: readonly PlanStep[]): string => {
	const fixes = steps.filter(({ kind }) => kind === 'fix');
	const decisions = steps.filter(({ kind }) => kind === 'decision');
	return [
		'# Choices of a bp-audit session: bp-audit fix --plan FILE makes them again.',
		`${renderKey('schema')} = 1`,
		...[...fixes, ...decisions].map(step => `\n${blockOf(step)}`),
		'',
	].join('\n');
};
