import { definePractice } from '../../core/practice.ts';
import choice from './data-models/choice.ts';
import moved from './data-models/moved.ts';
import oldInterface from './data-models/old-interface.ts';
import slots from './data-models/slots.ts';
import slotsSound from './data-models/slots-sound.ts';
import validators from './data-models/validators.ts';
import version from './data-models/version.ts';

// https://docs.pydantic.dev/latest/migration/

export default definePractice({
	number: '9.1',
	id: 'data-models',
	title: 'Models are written for Pydantic 2, and slots are sound where they are used',
	failTitle: 'Models depend on Pydantic 1, or slots and validation are missing where they matter',
	why:
		'Pydantic 2 validates in compiled code, many times faster than its predecessor. What is left of the old interface warns ' +
		'each time a model is defined, which stops a build that takes warnings for errors, and is gone in the next major version.',
	remedy:
		'Write `@field_validator` above `@classmethod` for `@validator`, `@model_validator` for `@root_validator`, and take ' +
		'`BaseSettings` from `pydantic-settings`. Plain records that need no validation fit a dataclass with `slots=True`.',
	example: {
		language: 'python',
		text: [
			'from pydantic import BaseModel, field_validator',
			'',
			'',
			'class Order(BaseModel):',
			'    quantity: int',
			'',
			'    @field_validator("quantity")',
			'    @classmethod',
			'    def is_positive(cls, quantity: int) -> int:',
			'        if quantity < 1:',
			'            raise ValueError("quantity is less than one")',
			'        return quantity',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.pydantic.dev/latest/migration/',
		'https://docs.python.org/3/library/dataclasses.html#dataclasses.dataclass',
	],
	errata: [
		'The checklist shows `@validator` beside the words Pydantic 2; it is the deprecated name, so it is a warning here',
		'Files do not show which code is hot, so `slots=True` is a recommendation and never asked for',
		'The checklist’s validators lack `@classmethod`, which N805 of its own selection of ruff reports; the fix adds it',
	],
	seeAlso: ['0.3', '10.O1', '10.O3', '10.U7'],
	checks: [version, validators, moved, oldInterface, choice, slots, slotsSound],
});
