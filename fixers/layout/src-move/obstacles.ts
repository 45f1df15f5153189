import type { Facts, Project } from '../../../source/core/facts.ts';
import type { Layout } from '../../../source/core/facts/layout.ts';
import type { SetupScript } from '../../../source/core/facts/setup-script.ts';
import { folderOf, inFolder } from '../../../source/core/folders.ts';
import { installsProject } from './command.ts';
import type { Mention, Move } from './mention.ts';
import { kindOf } from './mention.ts';

type Read = Pick<Facts, 'paths' | 'skipped' | 'projects' | 'functions' | 'setupScripts'>;

const backends: Readonly<Record<string, string>> = {
	maturin: 'maturin builds it, and knows other folders than Python’s own backends',
	other: 'its build backend is none that bp-audit knows',
};

/** `{"orders": "orders"}` maps every package to where it lies anyway. */
const mapsPackages = ({ packageFolders: folders }: SetupScript): boolean =>
	folders === 'unknown' ||
	Object.entries(folders).some(([name, folder]) => folder.replace(/^\.?$/, '') !== name.replaceAll('.', '/'));

/** What no answer can settle, as a sentence; null where nothing stands in the way. */
export const obstacleOf = (
	moves: readonly Move[],
	layout: Layout,
	project: Project,
	facts: Read,
): string | null => {
	const backend = layout.build && backends[layout.build.backend];
	if (backend !== null && backend !== undefined) return backend;
	if (layout.build === null)
		return 'nothing installs the project: without `[build-system]` its programs find the package only at the top';
	const script = facts.setupScripts.get(inFolder(project.path, 'setup.py'));
	if (script?.ok === true && mapsPackages(script.value)) return '`package_dir` maps packages already';
	const source = folderOf(moves[0]?.to ?? '');
	if (facts.paths.has(source)) return `\`${source}\` is a file`;
	for (const { from, to } of moves) {
		const isBelow = (path: string): boolean => path.startsWith(`${from}/`);
		if ([...facts.paths.keys()].some(path => path.startsWith(`${to}/`))) return `\`${to}/\` is there already`;
		const odd = facts.skipped.find(
			({ path, reason }) =>
				isBelow(path) && /^(?:symbolic link|submodule|not a regular file|unreadable|not local)$/.test(reason),
		);
		if (odd) return `\`${odd.path}\` cannot be moved: ${odd.reason}`;
		const nested = facts.projects.find(({ path }) => isBelow(path));
		if (nested) return `\`${nested.path}\` is a project of its own inside the package`;
	}
	const whole = facts.functions.functions.find(
		({ python, codeDirectory, handlerFile }) =>
			python !== 'no' &&
			codeDirectory === project.path &&
			(handlerFile === null || moves.some(({ from }) => handlerFile.startsWith(`${from}/`))),
	);
	return whole
		? `\`${whole.template}\` deploys the project’s own folder as the code of \`${whole.id}\`, where the package has to be at the top`
		: null;
};

/** A build script that runs the package it builds. */
export const importedByBuild = (
	texts: ReadonlyMap<string, string>,
	script: string,
	moves: readonly Move[],
): string | null => {
	const text = texts.get(script);
	const found = moves.find(
		({ name }) => text !== undefined && new RegExp(`^\\s*(?:import|from)\\s+${name}\\b`, 'm').test(text),
	);
	return found ? `\`${script}\` imports \`${found.name}\`, which it would no longer find` : null;
};

/** Whether anything in the repository installs the project, so that tests do not rely on the folder they start in. */
export const isInstalledSomewhere = (texts: ReadonlyMap<string, string>): boolean =>
	[...texts].some(([path, text]) => {
		const kind = kindOf(path);
		if (/(?:^|\/)tox\.ini$/.test(path))
			return /^\[tox\]/m.test(text) && !/^\s*skipsdist\s*=\s*true/im.test(text);
		if (/(?:^|\/)requirements[^/]*\.(?:txt|in)$|(?:^|\/)requirements\/[^/]*$/.test(path))
			return /^\s*(?:-e|--editable)[ =]*\.(?:[[\s#]|$)/m.test(text);
		const isPlace =
			kind === 'yaml' || kind === 'command' || kind === 'docker' || kind === 'prose' || kind === 'toml';
		return (isPlace || /(?:^|\/)(?:noxfile|tasks)\.py$/.test(path)) && installsProject(text);
	});

/** Images and process lists that start the package from the folder it was copied to. */
export const startsFromFolder = (path: string, text: string, { name }: Move): readonly Mention[] => {
	const isList = /(?:^|\/)Procfile$/.test(path);
	if (!isList && kindOf(path) !== 'docker') return [];
	const copiesAll = /^\s*(?:COPY|ADD)\s+(?:--\S+\s+)*\.\/?\s/im.test(text);
	const installs =
		/\b(?:pip3?\s+install[^\n]*\s\.|uv\s+sync|poetry\s+install|pdm\s+(?:install|sync)|setup\.py)/.test(text);
	if (!isList && (!copiesAll || installs)) return [];
	const started = new RegExp(`(?:^|[\\s"'=])${name}[.:]\\w|-m["',\\s]+${name}\\b`);
	return text.split(/\r?\n/).flatMap((line, at): readonly Mention[] =>
		(isList || /^\s*(?:CMD|ENTRYPOINT|RUN)\b/i.test(line)) && started.test(line)
			? [
					{
						path,
						line: at + 1,
						insertion: null,
						ruling: 'ask',
						note: 'it starts the package from the folder that is copied',
					},
				]
			: [],
	);
};
