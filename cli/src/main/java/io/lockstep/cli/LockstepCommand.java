package io.lockstep.cli;

import io.lockstep.cli.process.StartException;
import io.lockstep.cli.tour.ShopClient;
import io.lockstep.config.ConfigurationException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/**
 * The {@code lockstep} command. Its exit status is 0 when all went well, 1 when a check did not
 * hold or a part failed, and 2 when what was asked for cannot be.
 */
@Command(
    name = "lockstep",
    description = "Keeps a group of Java application servers in step.",
    subcommands = {
      DemoCommand.class,
      NodeCommand.class,
      DoctorCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = LockstepCommand.Version.class)
public final class LockstepCommand {
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  private LockstepCommand() {}

  public static void main(String[] arguments) {
    ShopClient.neverRepeat();
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    var commandLine = new CommandLine(new LockstepCommand());
    commandLine.setParameterExceptionHandler((failure, given) -> badOption(failure));
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) -> failed(command, failure));
    return commandLine;
  }

  private static int badOption(ParameterException failure) {
    var command = failure.getCommandLine();
    var hint = " (see " + command.getCommandSpec().qualifiedName() + " --help)";
    return say(command.getErr(), failure.getMessage() + hint, BAD_INPUT);
  }

  private static int failed(CommandLine command, Exception failure) {
    if (failure instanceof BadInputException) {
      return say(command.getErr(), failure.getMessage(), BAD_INPUT);
    }
    if (failure instanceof ConfigurationException wrong) {
      wrong.mistakes().forEach(mistake -> say(command.getErr(), mistake, BAD_INPUT));
      return BAD_INPUT;
    }
    if (failure instanceof StartException) {
      return say(command.getErr(), failure.getMessage(), FAILED);
    }
    return say(command.getErr(), "this should not happen: " + failure, FAILED);
  }

  private static int say(PrintWriter err, @Nullable String message, int status) {
    err.println("lockstep: " + String.valueOf(message).replaceAll("\\s*\\R\\s*", " "));
    err.flush();
    return status;
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = LockstepCommand.class.getPackage().getImplementationVersion();
      return new String[] {"lockstep " + (version == null ? "(not from a jar)" : version)};
    }
  }
}
