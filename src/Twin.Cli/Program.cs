using Twin.Cli;

return TwinCommand.Run(args);
