import { isList, isTable, stringAt, tableAt, valueAt } from '../../../core/data.ts';
import type { CiSoftener, CiSource } from '../../../core/facts/ci.ts';
import { folderOf } from '../../../core/folders.ts';
import { rootMark } from '../../../core/shell/words.ts';
import type { Step, World } from '../piece.ts';
import { goingOn, joinPlaced } from '../piece.ts';
import type { Pipelines } from '../reading.ts';
import { textsIn, yamlAt } from '../reading.ts';

// https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html

const isBuildspec = (path: string): boolean =>
	/(?:^|\/)buildspec[^/]*\.ya?ml$|(?:^|\/)(?:buildspecs?|codebuild)\/[^/]+\.ya?ml$/.test(path);

/** Nothing in the file says what starts it; one of this name is not what a change starts first. */
const isRelease = (path: string): boolean => /(?:deploy|release|publish|prod)[^/]*$/.test(path);

/** A build starts at the root of its source: the folder, where it looks like a project of its own. */
const startOf = (world: World, path: string): string => {
	const folder = folderOf(path);
	const manifests = [
		'pyproject.toml',
		'setup.py',
		'requirements.txt',
		'Pipfile',
		'package.json',
		'template.yaml',
		'template.yml',
		'cdk.json',
	];
	return folder !== '.' && manifests.some(name => world.has(`${folder}/${name}`)) ? folder : '.';
};

/** What the build specifications of CodeBuild run. */
export const readCodebuild = (world: World): Pipelines => {
	const sources: CiSource[] = [];
	const steps: Step[] = [];
	const paths = [...world.paths].filter(isBuildspec);
	for (const path of paths.toSorted((a, b) => Number(isRelease(a)) - Number(isRelease(b)))) {
		const file = yamlAt(world, path);
		const phases = file ? tableAt(file.value, ['phases']) : undefined;
		if (!file || !phases) continue;
		sources.push({ provider: 'codebuild', path, name: path, triggers: ['push'] });
		const environment = new Map([
			['CODEBUILD_SRC_DIR', rootMark],
			...textsIn(valueAt(file.value, ['env', 'variables'])),
		]);
		Object.entries(phases).forEach(([phase, value], step) => {
			const soft: readonly CiSoftener[] =
				stringAt(value, ['on-failure'])?.toUpperCase() === 'CONTINUE'
					? [
							{
								kind: 'continue-on-error',
								path,
								line: file.lineOf(['phases', phase, 'on-failure']),
								text: 'on-failure: CONTINUE',
							},
						]
					: [];
			const texts = ['commands', 'finally'].flatMap(key => {
				const list = isTable(value) ? value[key] : undefined;
				return (isList(list) ? list : []).flatMap(
					(_, index) => file.textAt(['phases', phase, key, index]) ?? [],
				);
			});
			if (texts.length === 0) return;
			steps.push({
				provider: 'codebuild',
				source: path,
				stepPath: path,
				line: file.lineOf(['phases', phase, 'commands']),
				job: phase,
				step,
				triggers: ['push'],
				pieces: [
					{
						kind: 'shell',
						path,
						text: joinPlaced(texts.map(goingOn)),
						errexit: true,
						pipefail: false,
						directory: startOf(world, path),
						environment,
						softeners: soft,
					},
				],
			});
		});
	}
	return { sources, steps, actions: [], outOfSight: [] };
};
