import { defineFileGatherer } from '../../core/gather.ts';
import { positionAt } from '../../core/text.ts';

// https://docs.docker.com/reference/compose-file/services/#image

const files =
	/(?:^|\/)(?:(?:docker-)?compose[\w.-]*\.ya?ml|\.github\/workflows\/[^/]+\.ya?ml|\.gitlab-ci\.ya?ml)$/;
const image =
	/^[ \t]+(?:-[ \t]+)?(?:image|name):[ \t]*["']?((?:[\w.-]+\/)*[\w.-]+:[\w.-]+)["']?[ \t]*(?:#.*)?$/gm;

/** Images with a version that compose files and pipelines start. */
export default defineFileGatherer({
	fact: 'serviceImages',
	version: 1,
	wave: 'config',
	wants: path => files.test(path),
	extract({ text, lineStarts }) {
		const found = [...text.matchAll(image)].map(match => ({
			image: match[1] ?? '',
			line: positionAt(lineStarts, match.index).line,
		}));
		return found.length === 0 ? null : found;
	},
});
