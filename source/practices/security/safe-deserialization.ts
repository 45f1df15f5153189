import { definePractice } from '../../core/practice.ts';
import pickleConfig from './safe-deserialization/pickle-config.ts';
import pickle from './safe-deserialization/pickle.ts';
import ruamel from './safe-deserialization/ruamel.ts';
import yamlLoad from './safe-deserialization/yaml-load.ts';

// https://docs.python.org/3/library/pickle.html
// https://github.com/yaml/pyyaml/wiki/PyYAML-yaml.load(input)-Deprecation

export default definePractice({
	number: '8.2',
	id: 'safe-deserialization',
	title: 'Bytes become plain values, never arbitrary objects',
	failTitle: 'Bytes can become arbitrary objects',
	why:
		'A pickle is a program: to load it is to run it, with the rights of the process. The same holds for YAML read with ' +
		'a loader that knows Python tags. Whoever can write to the cache, bucket, queue or file that is read then owns the service.',
	remedy:
		'Read YAML with `yaml.safe_load`, or pass `Loader=yaml.SafeLoader`. Replace pickles by a format that holds only ' +
		'values: JSON for records, Parquet for frames, safetensors for models. JSON turns tuples into lists and integer keys ' +
		'into text, and what is already stored has to be converted first.',
	example: {
		language: 'python',
		text: [
			'import yaml',
			'',
			'with open("settings.yaml") as file:',
			'    settings = yaml.safe_load(file)',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.python.org/3/library/pickle.html',
		'https://pyyaml.org/wiki/PyYAMLDocumentation',
		'https://docs.astral.sh/ruff/rules/suspicious-pickle-usage/',
		'https://docs.astral.sh/ruff/rules/unsafe-yaml-load/',
	],
	errata: [
		'Ruff and bandit call every loader class of one’s own unsafe; here one that derives from `SafeLoader` passes',
		'What `# nosec` or `# noqa` accepts stays a warning, because the checklist asks for an attestation',
	],
	seeAlso: ['8.1', '10.X1', '10.X4'],
	checks: [pickle, pickleConfig, yamlLoad, ruamel],
});
