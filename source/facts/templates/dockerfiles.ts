import { defineFileGatherer } from '../../core/gather.ts';

// https://docs.docker.com/reference/dockerfile/

const joined = (text: string): string => text.replaceAll(/\\\r?\n/g, ' ');

/** Of the exec form `["app.handler"]` or the shell form. */
const firstWordOf = (command: string): string | null => {
	const [, quoted, bare] = /^\[\s*["']([^"']+)["']|^([\w./-]+)/.exec(command.trim()) ?? [];
	return quoted ?? bare ?? null;
};

const pip =
	/(?:^|[\s&;|"(])((?:python3?(?:\.\d+)?[ \t]+-m[ \t]+)?pip3?[ \t]+install[ \t]+(?:[^\s&;|]+[ \t]+)*?(?:-r|--requirement)[ \t=]*[^\s&;|]+)/;

/** The list that is installed is the point: `pip install uv` is how uv gets there. */
const pipInstallsIn = (text: string): readonly { readonly line: number; readonly command: string }[] => {
	// What uv exports and pip then installs comes from the lockfile.
	if (!text.includes('pip') || /\buv[ \t]+export\b/.test(text)) return [];
	const found: { line: number; command: string }[] = [];
	for (const match of text.matchAll(/^[ \t]*RUN\b((?:\\\r?\n|[^\r\n])*)/gim)) {
		const bare = (match[1] ?? '').replaceAll(/\\\r?\n/g, ' ').slice(0, 4000);
		const command = /\buv[ \t]+pip\b/.test(bare) ? undefined : pip.exec(bare)?.[1];
		if (command === undefined) continue;
		found.push({
			line: text.slice(0, match.index).split('\n').length,
			command: command.replaceAll(/\s+/g, ' '),
		});
	}
	return found;
};

export default defineFileGatherer({
	fact: 'dockerfiles',
	version: 2,
	wave: 'config',
	wants: path => /(?:^|\/)(?:[\w-]+\.)?Dockerfile(?:\.[\w.-]+)?$/.test(path),
	extract({ text }) {
		const stages = [...text.matchAll(/^[ \t]*FROM[ \t]+(?:--platform=\S+[ \t]+)?(\S+)/gim)];
		const last = stages.at(-1);
		if (!last?.[1]) return null;
		const alias = new Map(
			[...text.matchAll(/^[ \t]*FROM[ \t]+(?:--platform=\S+[ \t]+)?(\S+)[ \t]+AS[ \t]+(\S+)/gim)].map(
				([, image, name]) => [name?.toLowerCase() ?? '', image ?? ''],
			),
		);
		// A later stage may be built on an earlier one by its name.
		const from = alias.get(last[1].toLowerCase()) ?? last[1];
		const command = [...joined(text).matchAll(/^[ \t]*CMD[ \t]+(.*)$/gim)].at(-1)?.[1];
		return {
			from,
			line: text.slice(0, last.index).split('\n').length,
			command: firstWordOf(command ?? ''),
			pipInstalls: pipInstallsIn(text),
		};
	},
});
