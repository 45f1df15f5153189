import { isList, isTable, tableAt } from '../../../core/data.ts';
import type { CiAction, CiSoftener, CiTrigger } from '../../../core/facts/ci.ts';
import type { Data } from '../../../core/facts/config.ts';
import { rootMark } from '../../../core/shell/words.ts';
import type { Step, World } from '../piece.ts';
import { joinPlaced } from '../piece.ts';
import type { Pipelines } from '../reading.ts';
import { nothing, textsIn, yamlAt } from '../reading.ts';

// https://support.atlassian.com/bitbucket-cloud/docs/bitbucket-pipelines-configuration-reference/

type Path = readonly (string | number)[];

const triggerOf: Readonly<Record<string, CiTrigger>> = {
	default: 'push',
	branches: 'push',
	'pull-requests': 'pull-request',
	tags: 'release',
	custom: 'manual',
};

/** What Bitbucket's pipelines run. */
export const readBitbucket = (world: World): Pipelines => {
	const path = 'bitbucket-pipelines.yml';
	const file = yamlAt(world, path);
	const pipelines = file ? tableAt(file.value, ['pipelines']) : undefined;
	if (!file || !pipelines) return nothing;
	const steps: Step[] = [];
	const actions: CiAction[] = [];
	const triggers = new Set<CiTrigger>();
	const walk = (
		value: Data,
		at: Path,
		job: string,
		trigger: CiTrigger,
		soft: readonly CiSoftener[],
	): void => {
		if (isList(value)) {
			value.forEach((item, index) => walk(item, [...at, index], job, trigger, soft));
			return;
		}
		if (!isTable(value)) return;
		for (const [key, inner] of Object.entries(value)) {
			if (key !== 'step') {
				if (/^(?:parallel|stage|steps|stages)$/.test(key)) walk(inner, [...at, key], job, trigger, soft);
				continue;
			}
			if (!isTable(inner)) continue;
			const own = [...at, 'step'];
			const manual = textsIn(inner).get('trigger') === 'manual';
			const softeners: readonly CiSoftener[] = [
				...soft,
				...(manual
					? [
							{
								kind: 'never-runs' as const,
								path,
								line: file.lineOf([...own, 'trigger']),
								text: 'trigger: manual',
							},
						]
					: []),
			];
			const script = inner['script'];
			const texts = (isList(script) ? script : []).flatMap(
				(_, index) => file.textAt([...own, 'script', index]) ?? [],
			);
			const common = {
				provider: 'bitbucket' as const,
				source: path,
				job,
				step: steps.length,
				triggers: [trigger],
			};
			(isList(script) ? script : []).forEach((item, index) => {
				const pipe = textsIn(item).get('pipe');
				if (pipe === undefined) return;
				const inputs = Object.fromEntries(textsIn(isTable(item) ? item['variables'] : undefined));
				actions.push({
					uses: pipe,
					inputs,
					path,
					line: file.lineOf([...own, 'script', index]),
					...common,
					softeners,
				});
			});
			steps.push({
				...common,
				stepPath: path,
				line: file.lineOf([...own, 'script']),
				pieces: [
					{
						kind: 'shell',
						path,
						text: joinPlaced(texts),
						errexit: true,
						pipefail: false,
						directory: '.',
						environment: new Map([['BITBUCKET_CLONE_DIR', rootMark]]),
						softeners,
					},
				],
			});
		}
	};
	for (const [section, value] of Object.entries(pipelines)) {
		const trigger = Object.hasOwn(triggerOf, section) ? (triggerOf[section] ?? 'other') : 'other';
		triggers.add(trigger);
		const line = file.lineOf(['pipelines', section]);
		const soft: readonly CiSoftener[] =
			trigger === 'push' || trigger === 'pull-request'
				? []
				: [{ kind: 'trigger', path, line, text: `${section}:` }];
		if (section === 'default') walk(value, ['pipelines', section], section, trigger, soft);
		else
			for (const [name, inner] of Object.entries(isTable(value) ? value : {}))
				walk(inner, ['pipelines', section, name], `${section} ${name}`, trigger, soft);
	}
	return {
		sources: [{ provider: 'bitbucket', path, name: path, triggers: [...triggers] }],
		steps,
		actions,
		outOfSight: [],
	};
};
