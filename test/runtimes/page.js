// For a browser: a function that makes a report of the fixtures.
import * as libforge from '@fil-forge/libforge'
import * as ucan from '@fil-forge/libforge/ucan'
import { check } from './check.ts'

globalThis.check = (fixtures) => check(libforge, ucan, fixtures)
