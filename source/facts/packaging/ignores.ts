import { defineFileGatherer } from '../../core/gather.ts';

/** Patterns of `.gitignore` files, as data: what git makes of them is judged where it matters. */
export default defineFileGatherer({
	fact: 'ignores',
	version: 1,
	wave: 'config',
	wants: path => path === '.gitignore' || path.endsWith('/.gitignore'),
	extract: file =>
		file.text
			.split(/\r?\n/)
			.map((line, at) => ({ pattern: line.trimEnd(), line: at + 1 }))
			.filter(({ pattern }) => pattern !== '' && !pattern.startsWith('#')),
});
