import type { GlobalState } from '../../core/facts/global-state.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { isTestPath } from '../../core/test-paths.ts';
import { builtCollaboratorsIn, changedContainersIn, rebindingsIn } from '../../edit/python/global-state.ts';
import { namesIn } from '../../edit/python/names.ts';

const globals = /^[ \t]+global[ \t]+\w/m;
const container =
	/^([A-Za-z_]\w*)[ \t]*(?::[^=\n]+)?=[ \t]*(?:[{[]|(?:dict|list|set|defaultdict|deque|OrderedDict|Counter|collections\.\w+)\()/gm;
const collaborator =
	/^[ \t]+self\.\w+(?:[ \t]*:[^=\n]+)?[ \t]*=[ \t]*(?:\w+\.)*(?:client|resource|Session|session|Client|AsyncClient|Redis|StrictRedis|from_url|create_engine|MongoClient)\(/m;

/** Whether a function seems to change one of the module's containers. */
const isChanged = (text: string): boolean => {
	const names = [...text.matchAll(container)].map(([, name]) => name ?? '');
	if (names.length === 0 || names.length > 400) return false;
	return new RegExp(
		`^[ \\t]+(?:del[ \\t]+|.*[^\\w.])?(?:${names.join('|')})(?:\\[|\\.(?:append|appendleft|extend|insert|add|update|setdefault|pop|popleft|popitem|remove|discard|clear|subtract)\\(|[ \\t]*[|+&-]=)`,
		'm',
	).test(text);
};

/** What functions share through their module; files in which nothing speaks for it are not parsed. */
export default defineFileGatherer({
	fact: 'globalState',
	version: 2,
	wave: 'code',
	wants: path => path.endsWith('.py') && !isTestPath(path),
	extract(file, engines): GlobalState | null {
		const { text } = file;
		const hasGlobals = text.includes('global ') && globals.test(text);
		const hasContainers = isChanged(text);
		const hasBuilt = text.includes('__init__') && collaborator.test(text);
		if (!hasGlobals && !hasContainers && !hasBuilt) return null;
		const broken = engines.syntaxError(file);
		if (broken) throw broken;
		const root = engines.python(file);
		const found: GlobalState = {
			rebindings: hasGlobals ? rebindingsIn(root) : [],
			containers: hasContainers ? changedContainersIn(root, text) : [],
			built: hasBuilt ? builtCollaboratorsIn(root, namesIn(root)) : [],
		};
		return Object.values(found).some(list => list.length > 0) ? found : null;
	},
});
