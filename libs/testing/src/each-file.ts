// Decorated classes need their metadata before anything else is loaded.
import 'reflect-metadata';
