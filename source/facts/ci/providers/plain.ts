import type { CiSoftener, CiSource } from '../../../core/facts/ci.ts';
import { hookPieces } from '../follow/hooks.ts';
import type { Step, World } from '../piece.ts';
import type { Pipelines } from '../reading.ts';
import { nothing } from '../reading.ts';

/** Shell steps of Jenkins, which runs them by `sh -xe`, and of pipelines of the AWS CDK. */
export const readPlain = (world: World): Pipelines => {
	const sources: CiSource[] = [];
	const steps: Step[] = [];
	for (const path of world.paths) {
		const file = world.file(path);
		if (file?.kind !== 'steps') continue;
		const { provider } = file;
		sources.push({ provider, path, name: path, triggers: ['push'] });
		file.steps.forEach(({ name, script, soft }, step) => {
			const softeners: readonly CiSoftener[] =
				soft === null ? [] : [{ kind: 'continue-on-error', path, line: soft.line, text: soft.text }];
			const { line } = script.parts[0] ?? { line: 1 };
			steps.push({
				provider,
				source: path,
				stepPath: path,
				line,
				job: name,
				step,
				triggers: ['push'],
				pieces: [
					{ kind: 'shell', path, text: script, errexit: true, pipefail: false, directory: '.', softeners },
				],
			});
		});
	}
	return { sources, steps, actions: [], outOfSight: [] };
};

/** The service pre-commit.ci, where the configuration of the hooks has settings for it. */
export const readHookService = (world: World): Pipelines => {
	for (const path of ['.pre-commit-config.yaml', '.pre-commit-config.yml']) {
		const config = world.hooks(path);
		if (!config?.ci) continue;
		const { line, skip } = config.ci;
		const triggers = ['pull-request', 'push'] as const;
		const pieces = hookPieces(config, new Set(skip), { path, line }, 'pre-commit');
		return {
			sources: [{ provider: 'pre-commit-ci', path, name: 'pre-commit.ci', triggers }],
			steps: [
				{ provider: 'pre-commit-ci', source: path, stepPath: path, line, job: '', step: 0, triggers, pieces },
			],
			actions: [],
			outOfSight: [],
		};
	}
	return nothing;
};
