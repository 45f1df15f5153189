import type { InstallLine } from '../../core/facts/environment.ts';
import { defineFileGatherer } from '../../core/gather.ts';

// What people are told to type. `pip install our-package` is for users of a library and says nothing of its development.

const command =
	/(?:^|[\s`$>;&"'@(])((?:python3?\s+-m\s+)?pip3?\s+install\s+(?:[\w=:./~-]+\s+)*?(?:-r|--requirement)[\s=]*[^\s`;&"')]+|(?:poetry|pdm|pipenv)\s+install\b|pipenv\s+sync\b|pdm\s+sync\b|conda\s+env\s+create\b|pip-sync\b)/;

export default defineFileGatherer({
	fact: 'installLines',
	version: 1,
	wave: 'config',
	wants: path =>
		/(?:^|\/)(?:readme|contributing|development|developing|hacking|install)[^/]*\.(?:md|rst|txt)$|(?:^|\/)docs?\/.*\.(?:md|rst)$|(?:^|\/)(?:makefile|justfile|taskfile\.ya?ml)$/i.test(
			path,
		) && !/\{[{%]/.test(path),
	extract(file) {
		if (!/\b(?:install|sync|create)\b/.test(file.text)) return null;
		const found: InstallLine[] = [];
		for (const [at, text] of file.text.split(/\r?\n/).entries()) {
			const match = text.length > 2000 ? undefined : command.exec(text)?.[1];
			if (match === undefined || /\buv\s+pip\b/.test(text)) continue;
			found.push({ line: at + 1, source: text.trim().slice(0, 200), command: match.replaceAll(/\s+/g, ' ') });
		}
		return found.length > 0 ? found : null;
	},
});
