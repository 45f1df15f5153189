import { defineFileGatherer } from '../../core/gather.ts';
import { positionAt } from '../../core/text.ts';

const text = /\.(?:py|ya?ml|j2|jinja2?|tpl|tmpl|template|txt|in)$/i;

/** The line of the first `!!python/` in a text file: a tag that only PyYAML's unsafe loaders read. */
export default defineFileGatherer({
	fact: 'pythonTags',
	version: 1,
	wave: 'code',
	// MkDocs loads its own settings, which name Python functions, with its own loader.
	wants: path => text.test(path) && !/(?:^|\/)mkdocs[^/]*\.ya?ml$/.test(path),
	extract(file) {
		const at = file.text.indexOf('!!python/');
		return at < 0 ? null : positionAt(file.lineStarts, at).line;
	},
});
