import { defineFileGatherer } from '../../core/gather.ts';
import { namesIn } from '../../edit/python/names.ts';
import { settingsIn, settingWords } from './deserialization/settings.ts';
import { pickledFrames, streamsIn, streamWords } from './deserialization/streams.ts';
import { ruamelIn, yamlIn } from './deserialization/yaml.ts';

const streamParts = ['dill', 'joblib', 'shelve', 'marshal', 'torch'];

/** How a Python file turns bytes into objects; files that name no library for it are not parsed. */
export default defineFileGatherer({
	fact: 'deserialization',
	version: 2,
	wave: 'code',
	wants: path => path.endsWith('.py'),
	extract(file, engines) {
		// Plain searches first: they cost a tenth of an expression with alternatives.
		const has = (word: string): boolean => file.text.includes(word);
		const pickles = has('ickle');
		const streams = (pickles || streamParts.some(has)) && (streamWords.test(file.text) || has('.to_pickle('));
		const settings =
			(pickles || has('insecure_serializers') || has('python-serialize') || has('rq')) &&
			settingWords.test(file.text);
		const yaml = has('yaml');
		if (!streams && !settings && !yaml) return null;
		if (
			yaml &&
			!streams &&
			!settings &&
			!/\bimport\b[^\n]*\byaml\b|\bfrom[ \t]+(?:ruamel\.)?yaml\b|Loader\b/i.test(file.text)
		)
			return null;
		const broken = engines.syntaxError(file);
		if (broken) throw broken;
		const root = engines.python(file);
		const names = namesIn(root);
		const found = {
			streams: [...streamsIn(file, root, names), ...pickledFrames(file, root)],
			settings: settingsIn(file, root, names),
			...yamlIn(file, root, names),
			ruamel: ruamelIn(file, root, names),
		};
		return Object.values(found).some(list => list.length > 0) ? found : null;
	},
});
