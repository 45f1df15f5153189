import { defineFileGatherer } from '../../core/gather.ts';

// https://docs.docker.com/reference/dockerfile/

const joined = (text: string): string => text.replaceAll(/\\\r?\n/g, ' ');

/** Of the exec form `["app.handler"]` or the shell form. */
const firstWordOf = (command: string): string | null => {
	const [, quoted, bare] = /^\[\s*["']([^"']+)["']|^([\w./-]+)/.exec(command.trim()) ?? [];
	return quoted ?? bare ?? null;
};

export default defineFileGatherer({
	fact: 'dockerfiles',
	version: 1,
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
		};
	},
});
